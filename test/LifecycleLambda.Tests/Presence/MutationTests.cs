namespace LifecycleLambda.Tests.Presence;

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

    private async Task<string?> WrongCaseAsync(string mutation)
    {
        var table = await engine.CreateTableAsync();
        using var handler = table.Handler(new RequestRewriter(Mutation.All[mutation].Apply));
        foreach (var name in OrderingCase.All.Keys)
        {
            var (expected, stored) = await OrderingCase.PlayAsync(name, table, handler);
            if (stored != expected)
            {
                return name;
            }
        }

        return null;
    }
}
