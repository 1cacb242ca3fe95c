namespace LifecycleLambda.Events;

/// <summary>The reasons for the end of a session, as AWS IoT Core names them. The set is open: AWS adds reasons over time.</summary>
internal static class DisconnectReasons
{
    /// <summary>The client sent a DISCONNECT packet.</summary>
    internal const string ClientInitiated = "CLIENT_INITIATED_DISCONNECT";

    /// <summary>The client sent a packet that isn't allowed.</summary>
    internal const string ClientError = "CLIENT_ERROR";

    /// <summary>The connection broke.</summary>
    internal const string ConnectionLost = "CONNECTION_LOST";

    /// <summary>No packet arrived for 1.5 times the keep-alive.</summary>
    internal const string KeepAliveTimeout = "MQTT_KEEP_ALIVE_TIMEOUT";

    /// <summary>Another connection with the same client id took over.</summary>
    internal const string DuplicateClientId = "DUPLICATE_CLIENTID";

    /// <summary>The broker ended the session.</summary>
    internal const string ServerInitiated = "SERVER_INITIATED_DISCONNECT";
}
