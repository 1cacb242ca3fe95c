using System.Text.Json;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Presence;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>A delivered event and its outcome. <c>--json</c> prints the report unchanged.</summary>
internal sealed record EventReport(Outcome? Outcome, string ClientId, string EventType, long? VersionNumber, string Source, string? Error)
{
    /// <summary>The delivered event.</summary>
    internal JsonElement Json { get; init; }

    /// <summary>The result of a count.</summary>
    public long? ConnectedClients { get; init; }
    public long? KnownClients { get; init; }

    /// <summary>The stored state with which the event was compared.</summary>
    public EventState? Stored { get; init; }
    public EventState? Arriving { get; init; }

    /// <summary>The part of the ordering rule that decided.</summary>
    public string? Rule { get; init; }
    public string? Reason { get; init; }

    internal Color Color => Outcome switch
    {
        Presence.Outcome.Applied or Presence.Outcome.Confirmed or Presence.Outcome.Counted => Color.Green,
        Presence.Outcome.Duplicate or Presence.Outcome.Stale or Presence.Outcome.Superseded => Color.Yellow,
        _ => Color.Red,
    };

    /// <summary>Returns the event as one line.</summary>
    public override string ToString() => $"{EventType.Escaped(),-12} {VersionNumber,6}  {ClientId.Escaped()}";

    /// <summary>Returns the lines to print below the event.</summary>
    internal IEnumerable<string> Details()
    {
        if (Error is not null)
        {
            yield return Error.Escaped();
        }

        if (KnownClients is not null)
        {
            yield return $"{ConnectedClients} of {KnownClients} clients are connected";
        }

        if (Rule is not null)
        {
            yield return $"stored:    {Stored}";
            yield return $"arriving:  {Arriving}";
            yield return $"rule {Rule}:".PadRight(11) + Reason;
        }
        else if (Reason is not null)
        {
            yield return Reason;
        }
    }

    internal static EventReport FromResult(string source, ReadOnlyMemory<byte> payload, InvocationResult result) => FromEvent(
        source, JsonElement.Parse(payload.Span), result.Outcome, result.Succeeded ? null : $"{result.ErrorType}: {result.ErrorMessage}");

    internal static EventReport FromEvent(string source, JsonElement json, Outcome? outcome, string? error)
    {
        var version = json.Field(PresenceAttributes.VersionNumber) is { ValueKind: JsonValueKind.Number } number
            && WholeNumber.TryParse(number.GetRawText(), out var whole)
                ? whole
                : (long?)null;
        return new EventReport(outcome, Text(PresenceAttributes.ClientId), Text(PresenceAttributes.EventType), version, source, error)
        {
            Json = json,
        };

        string Text(string name)
        {
            try
            {
                return json.Text(name) ?? "";
            }
            catch (InvalidLifecycleEventException)
            {
                // The text isn't valid Unicode. The function has already reported it as Invalid.
                return "";
            }
        }
    }

    /// <summary>Explains why a duplicate or stale event didn't change the stored item.</summary>
    internal EventReport Explain(PresenceItem item, TimeSpan tolerance)
    {
        if (item is not { EventType: { } type, Version: { } version, Since: { } since })
        {
            return this with { Reason = $"the stored item can't be read: {item.Problem ?? "it has no version number"}." };
        }

        var arriving = EventState.FromEvent(LifecycleEventReader.Read(Json, latestTimestamp: long.MaxValue));
        var stored = new EventState(version, since.ToUnixTimeMilliseconds(), type);
        var explanation = OrderingRuleExplanation.Explain(stored, arriving, tolerance, isDuplicate: Outcome is Presence.Outcome.Duplicate);
        return this with { Stored = stored, Arriving = arriving, Rule = explanation?.Rule, Reason = explanation?.Reason };
    }
}
