using System.Runtime.CompilerServices;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Logging;

namespace LifecycleLambda.Tests.Support;

/// <summary>The function in this process.</summary>
internal static class TestHandler
{
    private static readonly EngineConnection Nowhere = new(new Uri("http://localhost"), "presence");

    /// <summary>On an engine; the log goes nowhere unless asked for.</summary>
    internal static LifecycleHandler On(
        EngineConnection connection, Settings settings, HttpMessageHandler? connections = null, Stream? log = null, TimeProvider? time = null)
    {
        var dynamoDb = new DynamoDbConnection(connection.FunctionEnvironment().ToDictionary().GetValueOrDefault, connections);
        return new LifecycleHandler(dynamoDb.Client, settings, log ?? Stream.Null, time, dynamoDb);
    }

    /// <summary>On a table named presence that is a double.</summary>
    internal static LifecycleHandler On(
        HttpMessageHandler dynamoDb, LogLevel level = LogLevel.Info, Stream? log = null, TimeProvider? time = null) =>
        On(Nowhere, TestTable.SettingsFor("presence", level: level), dynamoDb, log, time);

    /// <summary>The SDK finds the local engine's credentials where it finds Lambda's.</summary>
    [ModuleInitializer]
    internal static void SetCredentials()
    {
        foreach (var (name, value) in Nowhere.FunctionEnvironment().Where(variable => variable.Key.Contains("ACCESS_KEY", StringComparison.Ordinal)))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
