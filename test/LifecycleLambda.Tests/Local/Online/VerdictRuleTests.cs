using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Online;

namespace LifecycleLambda.Tests.Local.Online;

public sealed class VerdictRuleTests
{
    private static readonly DateTimeOffset AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(Noon);

    // The minutes are before the request. A state without minutes has no time.
    [Theory]
    [InlineData("connected 60", "connected 60", "Right")]
    [InlineData("connected 60", "connected 5", "Right")]
    [InlineData("connected 60", "connected", "Right")]
    [InlineData("disconnected 60", "disconnected 1", "Right")]
    [InlineData("disconnected 60", "disconnected", "Right")]
    [InlineData("connected 60", "disconnected 30", "Wrong")]
    [InlineData("connected 60", "disconnected 10", "Wrong")]
    [InlineData("connected 60", "disconnected 9.999", "OnItsWay")]
    [InlineData("connected 60", "disconnected -1", "OnItsWay")]
    [InlineData("connected 60", "disconnected 60", "OnItsWay")]
    [InlineData("connected 60", "disconnected 61", "OnItsWay")]
    [InlineData("connected 60.001", "disconnected 60", "Wrong")]
    [InlineData("connected 60", "disconnected", "Wrong")]
    [InlineData("connected 10", "disconnected", "Wrong")]
    [InlineData("connected 9.999", "disconnected", "OnItsWay")]
    [InlineData("disconnected 60", "connected 30", "Wrong")]
    [InlineData("disconnected 60", "connected 10", "Wrong")]
    [InlineData("disconnected 60", "connected 9.999", "OnItsWay")]
    [InlineData("disconnected 60", "connected 60", "OnItsWay")]
    [InlineData("disconnected 60", "connected 61", "OnItsWay")]
    [InlineData("disconnected 60", "connected", "Wrong")]
    [InlineData("", "connected 60", "Missing")]
    [InlineData("", "connected 1", "Missing")]
    [InlineData("", "connected", "Missing")]
    [InlineData("", "disconnected 60", "Right")]
    [InlineData("", "disconnected", "Right")]
    [InlineData("CONNECTED 60", "connected 60", "Unreadable")]
    public void Verdict_follows_from_the_item_with_the_answer(string item, string answer, string verdict)
    {
        var (type, since) = State(answer);

        var status = new ConnectionStatus(AwsEventType.Parse(type)!.Value, since);
        Assert.Equal(verdict, $"{VerdictRule.Decide(Item(item), status, AskedAt, TimeSpan.FromMinutes(10))}");
    }

    // A version doesn't change what `online` shows, and the repair gives an item the version -1.
    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("7")]
    public void Verdict_of_a_shown_state_does_not_depend_on_the_version(string? version)
    {
        var (item, online) = (Item("connected 60", version), new ConnectionStatus(LifecycleEventType.Connected));

        Assert.Equal(Verdict.Right, VerdictRule.Decide(item, online, AskedAt, TimeSpan.Zero));
        Assert.Equal(Verdict.Wrong, VerdictRule.Decide(
            item, online with { EventType = LifecycleEventType.Disconnected }, AskedAt, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("$GEN/1", false)]
    [InlineData("..", false)]
    [InlineData("a$b/../c", true)]
    [InlineData(" ", true)]
    public void Id_that_AWS_IoT_does_not_accept_has_a_problem(string clientId, bool isAccepted) =>
        Assert.Equal(isAccepted, VerdictRule.ProblemOf(clientId) is null);

    [Theory]
    [InlineData("a", 128)]
    [InlineData("ä", 64)]
    [InlineData("温", 42)]
    public void Id_has_128_bytes_at_most(string character, int most)
    {
        var longest = string.Concat(Enumerable.Repeat(character, most));

        Assert.Null(VerdictRule.ProblemOf(longest));
        Assert.Equal("it is longer than 128 bytes", VerdictRule.ProblemOf(longest + character));
    }

    private static PresenceItem Item(string state, string? version = "7")
    {
        var item = new Dictionary<string, AttributeValue> { ["clientId"] = new("sensor-17") };
        if (state is not "")
        {
            var (type, since) = State(state);
            item["eventType"] = new(type);
            item["timestamp"] = new() { N = $"{since!.Value.ToUnixTimeMilliseconds()}" };
        }

        if (state is not "" && version is not null)
        {
            item["versionNumber"] = new() { N = version };
        }

        return new PresenceItem(item);
    }

    private static (string Type, DateTimeOffset? Since) State(string text) => text.Split(' ') switch
    {
        [var type, var minutes] => (type, AskedAt.AddMilliseconds(-Minutes(double.Parse(minutes)))),
        var parts => (parts[0], null),
    };
}
