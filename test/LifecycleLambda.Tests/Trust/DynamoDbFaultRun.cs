using System.Text;
using System.Text.Json;
using LifecycleLambda.Presence;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>Meets every fault once, all of them at the same time: most of it is waiting for the next attempt.</summary>
public sealed class DynamoDbFaultRun(EngineFixture engine) : IAsyncLifetime
{
    private readonly Dictionary<string, Task<Result>> _results = [];

    internal sealed record Result(int Requests, string Line, string Error, string? StoredVersion)
    {
        internal string Text => $"{Line}\n{Error}";

        internal string Outcome => Property("outcome");

        internal string Message => Property("errorMessage");

        private string Property(string name)
        {
            using var line = JsonDocument.Parse(Line);
            return line.RootElement.TryGetProperty(name, out var value) ? value.GetString()! : "";
        }
    }

    public ValueTask InitializeAsync()
    {
        foreach (var row in DynamoDbFaultCases.All)
        {
            _results[row.Fault] = Task.Run(() => MeetAsync(row));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_results.Values);

    internal Task<Result> ResultOf(string fault) => _results[fault];

    private async Task<Result> MeetAsync(DynamoDbFaultCase row)
    {
        var table = await engine.CreateTableAsync();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        proxy.Set(row.Faults);
        var variables = new Dictionary<string, string>([
            new("PRESENCE_TABLE_NAME", table.Name),
            new("AWS_REGION", "us-east-1"),
            new("AWS_ENDPOINT_URL_DYNAMODB", proxy.Endpoint.ToString()),
            new("AWS_LAMBDA_LOG_LEVEL", "TRACE")]);
        using var log = new MemoryStream();
        using var handler = await LifecycleHandler.StartAsync(variables.GetValueOrDefault, log);
        var error = "";
        try
        {
            await handler.DeliverAsync(Connected(1));
        }
        catch (PresenceTableException exception)
        {
            error = Encoding.UTF8.GetString(Bootstrap.RuntimeError.ToJson(exception));
        }

        var item = await table.GetAsync("device");
        return new Result(proxy.Requests, Encoding.UTF8.GetString(log.ToArray()), error, item?["versionNumber"].N);
    }
}
