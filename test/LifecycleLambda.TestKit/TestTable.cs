using Amazon.DynamoDBv2.Model;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.TestKit;

internal sealed class TestTable(EngineFixture engine, string name)
{
    internal string Name => name;
    internal EngineConnection Connection => engine.Connection(name);

    /// <summary>The options of the local run that select this table.</summary>
    internal string[] Options => ["--endpoint", $"{engine.Endpoint}", "--table", name];

    /// <summary>Creates a handler in the test process that writes to this table.</summary>
    internal LifecycleHandler Handler(
        HttpMessageHandler? connections = null,
        Stream? log = null,
        TimeProvider? time = null,
        int retainDays = 0,
        bool logsDebug = false,
        int toleranceMinutes = 15,
        bool storesPersonalData = true,
        int countSegments = 4)
    {
        var settings = Settings.Read(Connection.FunctionEnvironment().ToDictionary().GetValueOrDefault) with
        {
            TimestampTolerance = TimeSpan.FromMinutes(toleranceMinutes),
            RetainDisconnectedDays = retainDays,
            StoresPersonalData = storesPersonalData,
            CountSegments = countSegments,
            LogsDebug = logsDebug,
            FunctionName = "presence-function",
        };
        return new LifecycleHandler(new DynamoDbConnection(settings, connections), settings, log ?? Stream.Null, time);
    }

    internal async Task<Dictionary<string, AttributeValue>?> GetAsync(string clientId) =>
        (await new PresenceItems(engine.Client, name).GetAsync(clientId, Cancellation))?.Attributes;

    internal Task PutAsync(Dictionary<string, AttributeValue> item) => engine.Client.PutItemAsync(name, item);

    internal Task<IReadOnlyList<PresenceItem>> ReadAsync() => new PresenceItems(engine.Client, name).ReadAllAsync(Cancellation);

    internal async Task<Dictionary<string, Dictionary<string, AttributeValue>>> ItemsAsync() =>
        (await ReadAsync()).ToDictionary(item => item.ClientId, item => item.Attributes);
}
