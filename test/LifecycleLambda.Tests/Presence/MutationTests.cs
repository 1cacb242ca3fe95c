namespace LifecycleLambda.Tests.Presence;

public sealed class MutationTests(EngineFixture engine)
{
    public static TheoryData<string> Noticed() =>
        [.. Mutation.All.Keys.Except(Mutation.Equivalent).Where((_, i) => i % Sized(small: 8, full: 1) is 0)];

    public static TheoryData<string> Unnoticed() => [.. Mutation.Equivalent];

    [Theory]
    [MemberData(nameof(Noticed))]
    public async Task Mutation_of_the_rule_makes_a_case_fail(string mutation) => Assert.NotNull(await FailedCaseAsync(mutation));

    [Theory]
    [MemberData(nameof(Unnoticed))]
    public async Task Equivalent_mutation_passes_every_case(string mutation) => Assert.Null(await FailedCaseAsync(mutation));

    private async Task<string?> FailedCaseAsync(string mutation)
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
