using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Logging;

/// <summary>What one log line says (DESIGN section 5).</summary>
internal readonly record struct EventLogEntry(string RequestId, Outcome Outcome)
{
    /// <summary>Absent where the payload is not a lifecycle event.</summary>
    internal LifecycleEvent? LifecycleEvent { get; init; }

    /// <summary>Why it failed or is invalid.</summary>
    internal Exception? Error { get; init; }

    /// <summary>The item that refused the write; logged at DEBUG only.</summary>
    internal JsonElement? Stored { get; init; }
}
