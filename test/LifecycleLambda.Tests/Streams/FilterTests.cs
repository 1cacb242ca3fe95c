using System.Text.Json.Nodes;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Tests.Template;

namespace LifecycleLambda.Tests.Streams;

/// <summary>Each documented filter picks the records that docs/stream.md says, and no other.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("came-online", "came-online", "came-online-first")]
    [InlineData("went-offline", "went-offline", "went-offline-first", "went-offline-later")]
    [InlineData("confirmed-offline", "confirmed-offline")]
    [InlineData("expired", "expired")]
    // A pattern cannot compare the two images, so a change of one of the user's attributes passes for a new session.
    [InlineData("took-over", "changed-while-online", "took-over")]
    // A mapping's pattern cannot name who removed the item.
    [InlineData("removed", "expired", "removed")]
    public void Filter_picks(string filter, params string[] names) => Assert.Equal(names, Picked(StreamFiles.Filters[filter]));

    /// <summary>A change of an unconfirmed disconnect passes too: docs/operations.md uses it to try a confirmation again.</summary>
    [Fact]
    public void The_template_s_pipe_takes_every_disconnect_that_is_not_confirmed()
    {
        var filters = LifecycleTemplate.Properties("OfflineConfirmationPipe")["SourceParameters/FilterCriteria/Filters"];
        var pattern = JsonNode.Parse(Assert.Single(filters.Items)["Pattern"].Text)!.AsObject();

        Assert.Equal(
            ["changed-while-offline", "went-offline", "went-offline-again", "went-offline-first", "went-offline-later"],
            Picked(pattern));
    }

    private static IEnumerable<string> Picked(JsonObject pattern) => StreamFiles.Records
        .Where(record => EventPattern.Matches(pattern, record.Value))
        .Select(record => record.Key)
        .Order(StringComparer.Ordinal);
}
