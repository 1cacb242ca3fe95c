using System.Diagnostics;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Lambda;

/// <summary>The result of an invocation as Lambda sees it: the function's response, or an error.</summary>
internal sealed record InvocationResult(ReadOnlyMemory<byte> Body, string? ErrorType = null, string? ErrorMessage = null)
{
    internal string RequestId { get; init; } = "";

    /// <summary>The time at which the function received the event, as a timestamp of <see cref="Stopwatch"/>.</summary>
    internal long StartTimestamp { get; init; }
    internal long EndTimestamp { get; init; }

    /// <summary>True if the function didn't start. A retry doesn't help then.</summary>
    internal bool IsInitError { get; init; }
    internal bool Succeeded => ErrorType is null;

    /// <summary>The event's outcome, or null for a batch. A failure is Invalid only if the function reports it as such.</summary>
    internal Outcome? Outcome => ErrorType switch
    {
        null => Enum.TryParse<Outcome>(JsonElement.Parse(Body.Span).Text("outcome"), out var outcome) ? outcome : null,
        nameof(InvalidLifecycleEventException) => Presence.Outcome.Invalid,
        _ => Presence.Outcome.Failed,
    };

    internal static InvocationResult Failure(string errorType, string errorMessage) => new(default, errorType, errorMessage);
}
