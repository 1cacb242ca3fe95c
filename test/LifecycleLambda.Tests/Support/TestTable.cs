using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Logging;

namespace LifecycleLambda.Tests.Support;

/// <summary>A table on the engine, and handlers that write to it.</summary>
internal sealed class TestTable(EngineFixture engine, string name)
{
    internal string Name => name;

    internal EngineConnection Connection => engine.Connection(name);

    internal static Settings SettingsFor(string tableName, int retainDays = 0, LogLevel level = LogLevel.Info) =>
        new(tableName, TimeSpan.FromMinutes(15), retainDays, level, "presence-function");

    /// <summary>The function in this process; the log goes nowhere unless asked for.</summary>
    internal LifecycleHandler Handler(
        HttpMessageHandler? connections = null, Stream? log = null, TimeProvider? time = null, int retainDays = 0, LogLevel level = LogLevel.Info) =>
        TestHandler.On(Connection, SettingsFor(name, retainDays, level), connections, log, time);

    internal Task<Dictionary<string, AttributeValue>?> GetAsync(string clientId) =>
        new PresenceItems(engine.Client, name).GetAsync(clientId, TestContext.Current.CancellationToken);

    internal Task PutAsync(Dictionary<string, AttributeValue> item) => engine.Client.PutItemAsync(name, item);

    internal async Task<Dictionary<string, Dictionary<string, AttributeValue>>> ItemsAsync() =>
        (await new PresenceItems(engine.Client, name).ReadAllAsync(TestContext.Current.CancellationToken)).ToDictionary(item => item["clientId"].S);
}
