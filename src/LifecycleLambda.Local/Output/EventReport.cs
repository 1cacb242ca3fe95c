using System.Text.Json;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Output;

/// <summary>A delivered event beside what the function made of it.</summary>
internal sealed record EventReport(string Source, string ClientId, string EventType, string VersionNumber, string Outcome, string? Error)
{
    /// <summary>Why the event was not applied, where that was asked.</summary>
    internal Explanation? Explanation { get; init; }

    /// <summary>What a person reads below the event.</summary>
    internal IEnumerable<string> Details()
    {
        if (Error is not null)
        {
            yield return Error.Escaped();
        }

        if (Explanation is { } explanation)
        {
            yield return $"stored:    {explanation.Stored}";
            yield return $"arriving:  {explanation.Arriving}";
            yield return $"rule {explanation.Part}:".PadRight(11) + explanation.Reason;
        }
    }

    internal static EventReport Of(string source, ReadOnlyMemory<byte> payload, InvocationResult result)
    {
        using var json = JsonDocument.Parse(payload);
        return new EventReport(
            source,
            Text(json.RootElement, "clientId"),
            Text(json.RootElement, "eventType"),
            Text(json.RootElement, "versionNumber"),
            OutcomeOf(result),
            result.Succeeded ? null : $"{result.ErrorType}: {result.ErrorMessage}");
    }

    /// <summary>The outcome as the contract names it; a failure is Invalid only where the function says so.</summary>
    internal static string OutcomeOf(InvocationResult result)
    {
        if (!result.Succeeded)
        {
            return result.ErrorType is "InvalidLifecycleEventException" ? "Invalid" : "Failed";
        }

        using var answer = JsonDocument.Parse(result.Body);
        return Text(answer.RootElement, "outcome");
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : "";
}
