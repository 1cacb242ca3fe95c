using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Lambda;

/// <summary>How an invocation ended, as Lambda sees it: with the function's answer, or with an error.</summary>
internal sealed record InvocationResult(ReadOnlyMemory<byte> Body, string? ErrorType = null, string? ErrorMessage = null)
{
    /// <summary>The invocation's id, which the function's log lines carry.</summary>
    internal string RequestId { get; init; } = "";

    /// <summary>When the function was given the event, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    internal long Delivered { get; init; }

    /// <summary>When its answer had arrived, in the same ticks.</summary>
    internal long Answered { get; init; }

    /// <summary>Whether the function did not even start: so will it every time.</summary>
    internal bool IsInitError { get; init; }

    internal bool Succeeded => ErrorType is null;

    /// <summary>What became of the event, as the contract names it, empty for a batch; a failure is Invalid only where the function says so.</summary>
    internal string Outcome => ErrorType switch
    {
        null => JsonElement.Parse(Body.Span).Text("outcome") ?? "",
        "InvalidLifecycleEventException" => "Invalid",
        _ => "Failed",
    };

    internal static InvocationResult Failure(string errorType, string errorMessage) => new(default, errorType, errorMessage);
}
