using System.Text.Json.Nodes;
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
    // As far as a pattern can: it cannot compare the two images, so a change of the user's passes for a new session, ...
    [InlineData("took-over", "changed-while-online", "took-over")]
    // ... and who removed the item is outside of what a mapping's pattern may name.
    [InlineData("removed", "expired", "removed")]
    public void Filter_picks(string filter, params string[] names) => Assert.Equal(names, Picked(StreamFiles.Filters[filter]));

    [Fact]
    public void Every_filter_is_tested()
    {
        var tested = typeof(FilterTests).GetMethod(nameof(Filter_picks))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>().Select(data => (string)data.Data[0]!);

        Assert.Equal(StreamFiles.Filters.Keys.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_filter_for_pipes_names_more_than_the_dynamodb_key() => Assert.Equal(
        ["expired"],
        StreamFiles.Filters.Where(filter => filter.Value.Any(field => field.Key is not "dynamodb")).Select(filter => filter.Key));

    [Fact]
    public void Filters_fit_into_a_mapping() =>
        Assert.All(StreamFiles.Filters.Values, filter => Assert.InRange(filter.ToJsonString().Length, 1, 4096));

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
