using LifecycleLambda.Events;
using LifecycleLambda.Tests.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>Whoever changes one operator, clause or bound of the ordering rule breaks at least one of its cases.</summary>
public sealed class MutationTests(EngineFixture engine)
{
    private static readonly Dictionary<string, Mutation> Mutations = Mutation.All().ToDictionary(mutation => mutation.Name);

    public static TheoryData<string> Noticed() =>
        [.. Mutations.Keys.Except(Mutation.Equivalent.Keys).Where((_, i) => i % TestSize.Of(small: 8, full: 1) is 0)];

    public static TheoryData<string> Unnoticed() => [.. Mutation.Equivalent.Keys];

    [Theory]
    [MemberData(nameof(Noticed))]
    public async Task Change_of_the_rule_makes_a_case_end_wrong(string mutation) => Assert.NotNull(await WrongCaseAsync(Mutations[mutation]));

    [Theory]
    [MemberData(nameof(Unnoticed))]
    public async Task Change_that_is_argued_to_mean_the_same_makes_no_case_end_wrong(string mutation) => Assert.Null(await WrongCaseAsync(Mutations[mutation]));

    [Fact]
    public async Task Rule_itself_makes_no_case_end_wrong() => Assert.Null(await WrongCaseAsync(new Mutation("none", _ => { })));

    /// <summary>The first case that ends wrong, if one does.</summary>
    private async Task<string?> WrongCaseAsync(Mutation mutation)
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

            if (!ItemAssert.IsShowing(truth, await table.GetAsync(name)))
            {
                return name;
            }
        }

        return null;
    }

    private static IEnumerable<KeyValuePair<string, (LifecycleEvent[] Deliveries, LifecycleEvent Truth)>> Cases() =>
    [
        .. OrderingCases.All,
        new("provisioned, connect", ([Connected(0)], Connected(0))),
        new("provisioned, disconnect", ([Disconnected(0)], Disconnected(0))),
    ];
}
