namespace LifecycleLambda.Tests.Presence;

/// <summary>Whoever changes one operator, clause or bound of the ordering rule breaks at least one of its cases.</summary>
public sealed class MutationTests(EngineFixture engine)
{
    public static TheoryData<string> Noticed() =>
        [.. Mutation.All.Keys.Except(Mutation.Equivalent).Where((_, i) => i % Sized(small: 8, full: 1) is 0)];

    public static TheoryData<string> Unnoticed() => [.. Mutation.Equivalent];

    [Theory]
    [MemberData(nameof(Noticed))]
    public async Task Change_of_the_rule_makes_a_case_end_wrong(string mutation) => Assert.NotNull(await WrongCaseAsync(mutation));

    [Theory]
    [MemberData(nameof(Unnoticed))]
    public async Task Equivalent_change_of_the_rule_leaves_every_case_right(string mutation) => Assert.Null(await WrongCaseAsync(mutation));

    /// <summary>The first case that ends wrong, if one does.</summary>
    private async Task<string?> WrongCaseAsync(string mutation)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(new RequestRewriter(Mutation.All[mutation].Apply));
        foreach (var name in OrderingCases.All.Keys)
        {
            var (expected, stored) = await OrderingCases.PlayAsync(name, table, handler);
            if (stored != expected)
            {
                return name;
            }
        }

        return null;
    }
}
