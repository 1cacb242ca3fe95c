using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Trust;

/// <summary>The faults between the function and DynamoDB, on the function as it is deployed and the real engine behind a proxy.</summary>
public sealed class DynamoDbFaultTests(EngineFixture engine, DynamoDbFaultRun run) : IClassFixture<DynamoDbFaultRun>
{
    public static TheoryData<string> Faults() => [.. DynamoDbFaultCases.All.Select(row => row.Fault)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_becomes_what_the_table_says(string fault)
    {
        var expected = DynamoDbFaultCases.All.Single(row => row.Fault == fault);
        var result = await run.ResultOf(fault);

        Assert.Equal(expected.Outcome is "Duplicate" ? $"{engine.Duplicate}" : expected.Outcome, result.Outcome);
        Assert.Contains(expected.Reason, result.Message, StringComparison.Ordinal);
        Assert.Equal(expected.Outcome is "Failed", result.Error.Contains("\"errorType\":\"PresenceTableException\"", StringComparison.Ordinal));
        Assert.Equal(expected.Requests, result.Requests);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_claimed_that_is_not_stored(string fault)
    {
        var result = await run.ResultOf(fault);

        var expected = result.Outcome is "Failed" || fault.EndsWith("without the item", StringComparison.Ordinal) ? null
            : fault.EndsWith("a newer event came between", StringComparison.Ordinal) ? "2"
            : "1";
        Assert.Equal(expected, result.StoredVersion);
    }

    [Fact]
    public async Task Page_holds_the_table()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "docs", "failures.md"), TestContext.Current.CancellationToken);

        Assert.Equal(
            DynamoDbFaultCases.All.Select(row => row.ToString()),
            page.SkipWhile(line => line != "| What goes wrong | Requests | Outcome | Error message |").Skip(2).TakeWhile(line => line.StartsWith('|')));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Neither_credentials_nor_personal_data_are_in_the_log_or_the_error(string fault)
    {
        var text = (await run.ResultOf(fault)).Text;

        FakeCredentials.AssertNotIn(text);
        Assert.DoesNotContain("principal", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("192.0.2.1", text, StringComparison.Ordinal);
    }
}
