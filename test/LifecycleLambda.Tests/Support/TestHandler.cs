using System.Runtime.CompilerServices;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Tests.Support;

/// <summary>The function in this process.</summary>
internal static class TestHandler
{
    /// <summary>On an engine, or on a double in its place; the log goes nowhere unless asked for.</summary>
    internal static LifecycleHandler On(
        EngineConnection connection, Settings settings, HttpMessageHandler? connections = null, Stream? log = null, TimeProvider? time = null)
    {
        var dynamoDb = new DynamoDbConnection(connection.FunctionEnvironment().ToDictionary().GetValueOrDefault, connections);
        return new LifecycleHandler(dynamoDb.Client, settings, log ?? Stream.Null, time, dynamoDb);
    }

    /// <summary>The SDK finds the local engine's credentials where it finds Lambda's.</summary>
    [ModuleInitializer]
    internal static void SetCredentials()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", EngineConnection.LocalKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", EngineConnection.LocalKey);
    }
}
