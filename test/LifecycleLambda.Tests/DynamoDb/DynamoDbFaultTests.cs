using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class DynamoDbFaultTests(EngineFixture engine)
{
    private const string Row = @"^\| (?<fault>.+) \| (?<requests>\d+)(?<more> or more)? \| (?<outcome>\w+) \| (?<reason>.*) \|$";

    [Fact]
    public async Task Each_fault_has_the_documented_outcome()
    {
        var rows = Regex.Matches(Repository.Read("docs", "failures.md"), Row, RegexOptions.Multiline)
            .ToDictionary(row => row.Groups["fault"].Value, row => row.Groups);
        Assert.Equal(DynamoDbFaultCases.All.Keys, rows.Keys);

        // The cases run in parallel, because most of their time is spent waiting for a retry or a timeout.
        var cases = DynamoDbFaultCases.All
            .Select(row => (row.Key, Task: Task.Run(() => AssertOutcomeAsync(rows[row.Key], row.Value)))).ToList();
        await Assert.AllAsync(cases, row => row.Task);
    }

    private async Task AssertOutcomeAsync(GroupCollection row, DynamoDbFault[] faults)
    {
        var table = await engine.CreateTableAsync();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        proxy.Set(faults);
        var variables = new EngineConnection(proxy.Endpoint, table.Name).FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_LOG_LEVEL"] = "TRACE";
        using var log = new TestLog();
        using var handler = await LifecycleHandler.StartAsync(variables.GetValueOrDefault, log);
        var error = "";
        try
        {
            await handler.DeliverAsync(Connected(1));
        }
        catch (PresenceTableException exception)
        {
            error = $"{exception.Message}\n{Encoding.UTF8.GetString(LifecycleLambda.Bootstrap.RuntimeError.ToJson(exception))}";
        }

        // If the warm-up failed, another line precedes the event's line.
        var outcome = $"\"outcome\":\"{row["outcome"].Value.Replace("Duplicate", $"{engine.Duplicate}", StringComparison.Ordinal)}\"";
        Assert.Contains(outcome, log.Lines[^1], StringComparison.Ordinal);
        Assert.Contains(row["reason"].Value, error, StringComparison.Ordinal);
        var least = int.Parse(row["requests"].Value);
        Assert.InRange(proxy.Requests, least, row["more"].Success ? 50 : least);
        Assert.All([.. log.Lines, error], Secrets.AssertNoneIn);
        // The handler reports success only for a stored event.
        Assert.Equal(error is not "", await table.GetAsync("device") is null);
    }
}
