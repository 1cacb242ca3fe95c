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
        Assert.Equal(expected.Attempts, result.Attempts);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_claimed_that_is_not_stored(string fault)
    {
        var result = await run.ResultOf(fault);

        if (result.Outcome is "Failed")
        {
            Assert.Null(result.StoredVersion);
        }
        else if (!fault.Contains("without the item", StringComparison.Ordinal))
        {
            Assert.Equal(result.Outcome is "Stale" && engine.ReturnsItems ? "2" : result.StoredVersion, result.StoredVersion);
            Assert.NotNull(result.StoredVersion);
        }
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
