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
        time ??= TimeProvider.System;
        Func<string, string?> environment = connection.FunctionEnvironment().ToDictionary().GetValueOrDefault;
        var client = new DynamoDbClient(
            DynamoDbEndpoint.Read(environment), AwsCredentials.Read(environment), connections ?? new SocketsHttpHandler(), time);
        return new LifecycleHandler(client, settings, log ?? Stream.Null, time);
    }

    /// <summary>On a table named presence that is a double.</summary>
    internal static LifecycleHandler On(
        HttpMessageHandler dynamoDb, LogLevel level = LogLevel.Info, Stream? log = null, TimeProvider? time = null) =>
        On(Nowhere, TestTable.SettingsFor("presence", level: level), dynamoDb, log, time);
}
