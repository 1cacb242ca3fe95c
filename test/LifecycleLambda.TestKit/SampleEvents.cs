namespace LifecycleLambda.TestKit;

internal static class SampleEvents
{
    /// <summary>Noon (UTC) on 1 January 2026, in ms since the Unix epoch.</summary>
    internal const long Noon = 1_767_268_800_000;

    internal static LifecycleEvent Connected(long version, long at = Noon, string session = "s", string client = "device") => new()
    {
        ClientId = client,
        Timestamp = at,
        EventType = LifecycleEventType.Connected,
        VersionNumber = version,
        SessionIdentifier = $"{session}{version}",
        PrincipalIdentifier = Secrets.Principal,
        IpAddress = Secrets.Address,
    };

    internal static LifecycleEvent Disconnected(long version, long at = Noon, string session = "s", string client = "device") =>
        Connected(version, at, session, client) with
        {
            EventType = LifecycleEventType.Disconnected,
            IpAddress = null,
            ClientInitiatedDisconnect = false,
            DisconnectReason = "CONNECTION_LOST",
        };

    internal static long Minutes(double minutes) => (long)(minutes * 60_000);

    internal static async Task<Outcome> DeliverAsync(this LifecycleHandler handler, LifecycleEvent lifecycleEvent) =>
        OutcomeIn(await handler.HandleAsync(lifecycleEvent.ToJson(), "request", Cancellation));

    internal static async Task DeliverAllAsync(this LifecycleHandler handler, params IEnumerable<LifecycleEvent> events)
    {
        foreach (var lifecycleEvent in events)
        {
            await handler.DeliverAsync(lifecycleEvent);
        }
    }

    internal static Outcome OutcomeIn(ReadOnlyMemory<byte> response) =>
        Enum.Parse<Outcome>(JsonElement.Parse(response.Span).GetProperty("outcome").GetString()!);

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The paths of the payloads in test/events.</summary>
    internal static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "events"), "*.json").Order(StringComparer.Ordinal);
}
