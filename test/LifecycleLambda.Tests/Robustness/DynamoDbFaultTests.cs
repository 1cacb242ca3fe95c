using System.Text;
using System.Text.Json;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>The faults between the function and DynamoDB, on the function as it is deployed and the real engine behind a proxy.</summary>
public sealed class DynamoDbFaultTests(EngineFixture engine, DynamoDbFaultTests.Run run) : IClassFixture<DynamoDbFaultTests.Run>
{
    public static TheoryData<string> Faults() => [.. DynamoDbFaultCases.All.Select(row => row.Fault)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_becomes_what_the_table_says(string fault)
    {
        var expected = DynamoDbFaultCases.All.Single(row => row.Fault == fault);
        var result = await run.ResultOf(fault);

        Assert.Equal(expected.Outcome is "Duplicate" ? $"{engine.Duplicate}" : expected.Outcome, result.Outcome);
        Assert.Contains(expected.Reason, result.Error, StringComparison.Ordinal);
        AssertRequests(expected.Requests, result.Requests);
        Secrets.AssertNoneIn($"{result.Log}\n{result.Error}");
        // Nothing is claimed that is not stored.
        var isRefused = fault.EndsWith("without the item", StringComparison.Ordinal);
        Assert.Equal(result.Outcome is "Failed" || isRefused, result.StoredVersion is null);
        Assert.Equal(result.Outcome is "Stale" && !isRefused && engine.ReturnsItems, result.StoredVersion is "2");
    }

    [Fact]
    public async Task Page_holds_the_table()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "docs", "failures.md"), TestContext.Current.CancellationToken);

        Assert.Equal(
            DynamoDbFaultCases.All.Select(row => row.ToString()),
            page.SkipWhile(line => line != "| What goes wrong | Requests | Outcome | Error message |").Skip(2).TakeWhile(line => line.StartsWith('|')));
    }

    private static void AssertRequests(string expected, int actual)
    {
        var least = int.Parse(expected.Split(' ')[0]);
        Assert.InRange(actual, least, expected.EndsWith("or more", StringComparison.Ordinal) ? 50 : least);
    }

    internal sealed record Result(int Requests, string Outcome, string Log, string Error, string? StoredVersion);

    /// <summary>Meets every fault once, all of them at the same time: most of it is waiting for the next attempt.</summary>
    public sealed class Run(EngineFixture engine) : IAsyncLifetime
    {
        private Dictionary<string, Task<Result>> _results = [];

        public ValueTask InitializeAsync()
        {
            _results = DynamoDbFaultCases.All.ToDictionary(row => row.Fault, row => Task.Run(() => MeetAsync(row)));
            return ValueTask.CompletedTask;
        }

        // Each test has seen what its own ended in.
        public async ValueTask DisposeAsync() => await Task.WhenAll(_results.Values.Select(result => Task.WhenAny(result)));

        internal Task<Result> ResultOf(string fault) => _results[fault];

        private async Task<Result> MeetAsync(DynamoDbFaultCases.Case row)
        {
            var table = await engine.CreateTableAsync();
            await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
            proxy.Set(row.Faults);
            var variables = new EngineConnection(proxy.Endpoint, table.Name).FunctionEnvironment().ToDictionary();
            variables["AWS_LAMBDA_LOG_LEVEL"] = "TRACE";
            using var log = new MemoryStream();
            using var handler = await LifecycleHandler.StartAsync(variables.GetValueOrDefault, log);
            var error = "";
            try
            {
                await handler.DeliverAsync(Connected(1));
            }
            catch (PresenceTableException exception)
            {
                error = $"{exception.Message}\n{Encoding.UTF8.GetString(Bootstrap.RuntimeError.ToJson(exception))}";
            }

            var text = Encoding.UTF8.GetString(log.ToArray());
            // A line before it says that the warm-up failed, where it did.
            var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            return new Result(
                proxy.Requests,
                JsonElement.Parse(line).GetProperty("outcome").GetString()!,
                text,
                error,
                (await table.GetAsync("device"))?["versionNumber"].N);
        }
    }
}
