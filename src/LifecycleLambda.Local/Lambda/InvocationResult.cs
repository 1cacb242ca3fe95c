using System.Diagnostics;
using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Lambda;

/// <summary>How an invocation ended, as Lambda sees it: with the function's response, or with an error.</summary>
internal sealed record InvocationResult(ReadOnlyMemory<byte> Body, string? ErrorType = null, string? ErrorMessage = null)
{
    internal string RequestId { get; init; } = "";

    /// <summary>When the function received the event: a timestamp of <see cref="Stopwatch"/>.</summary>
    internal long StartTimestamp { get; init; }

    internal long EndTimestamp { get; init; }

    /// <summary>Whether the function did not start. Trying again does not help.</summary>
    internal bool IsInitError { get; init; }

    internal bool Succeeded => ErrorType is null;

    /// <summary>What became of the event; absent for a batch. A failure is Invalid only if the function reports it as such.</summary>
    internal Outcome? Outcome => ErrorType switch
    {
        null => Enum.TryParse<Outcome>(JsonElement.Parse(Body.Span).Text("outcome"), out var outcome) ? outcome : null,
        nameof(InvalidLifecycleEventException) => Presence.Outcome.Invalid,
        _ => Presence.Outcome.Failed,
    };

    internal static InvocationResult Failure(string errorType, string errorMessage) => new(default, errorType, errorMessage);
}
