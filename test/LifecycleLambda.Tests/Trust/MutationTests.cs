using LifecycleLambda.Events;
using LifecycleLambda.Tests.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>Mutation testing of the ordering rule: whoever changes one operator or bound of it breaks at least one of its cases.</summary>
public sealed class MutationTests(EngineFixture engine)
{
    private static readonly Dictionary<string, Mutation> Mutations = Mutation.All().ToDictionary(mutation => mutation.Name);

    public static TheoryData<string> Noticed() => [.. Mutations.Keys.Except(Mutation.Equivalent.Keys)];

    public static TheoryData<string> Unnoticed() => [.. Mutation.Equivalent.Keys];

    [Theory]
    [MemberData(nameof(Noticed))]
    public async Task Change_of_the_rule_makes_a_case_end_wrong(string mutation) =>
        Assert.NotEmpty(await WrongCasesAsync(Mutations[mutation]));

    [Theory]
    [MemberData(nameof(Unnoticed))]
    public async Task Change_that_is_argued_to_mean_the_same_makes_no_case_end_wrong(string mutation) =>
        Assert.Empty(await WrongCasesAsync(Mutations[mutation]));

    [Fact]
    public async Task Rule_itself_makes_no_case_end_wrong() =>
        Assert.Empty(await WrongCasesAsync(new Mutation("none", _ => { })));

    [Fact]
    public void Both_conditions_are_read_whole()
    {
        // 5 comparators and a swapped bound for each comparison, 2 for the function, 3 for each AND or OR, 4 for the bounds.
        Assert.Equal(2 + 6 + 6 + 5 + (3 * 3) + 4, Mutations.Keys.Count(name => name.StartsWith("connect:", StringComparison.Ordinal)));
        Assert.Equal(2 + 6 + 6 + 5 + 5 + 6 + (5 * 3) + 4, Mutations.Keys.Count(name => name.StartsWith("disconnect:", StringComparison.Ordinal)));
    }

    /// <summary>The first case that ends wrong, if one does.</summary>
    private async Task<List<string>> WrongCasesAsync(Mutation mutation)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(new RequestRewriter(mutation.Apply));
        foreach (var (name, (deliveries, truth)) in Cases())
        {
            if (name.StartsWith("provisioned", StringComparison.Ordinal))
            {
                await table.PutAsync(new() { ["clientId"] = new(name) });
            }

            foreach (var delivery in deliveries)
            {
                await handler.DeliverAsync(delivery with { ClientId = name });
            }

            var item = await table.GetAsync(name);
            if (item?.GetValueOrDefault("timestamp")?.N != $"{truth.Timestamp}"
                || item["versionNumber"].N != $"{truth.VersionNumber}"
                || item["sessionIdentifier"].S != truth.SessionIdentifier
                || item["eventType"].S != (truth.EventType is LifecycleEventType.Connected ? "connected" : "disconnected"))
            {
                return [name];
            }
        }

        return [];
    }

    private static IEnumerable<KeyValuePair<string, (LifecycleEvent[] Deliveries, LifecycleEvent Truth)>> Cases() =>
    [
        .. OrderingCases.All,
        new("provisioned, connect", ([Connected(0)], Connected(0))),
        new("provisioned, disconnect", ([Disconnected(0)], Disconnected(0))),
    ];
}
