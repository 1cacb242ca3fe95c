using LifecycleLambda.Local.Aws;

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
    public void Filter_picks(string filter, params string[] names) => Assert.Equal(
        names,
        StreamFiles.Records.Where(record => EventPattern.Matches(StreamFiles.Filters[filter], record.Value)).Select(record => record.Key).Order());
}
