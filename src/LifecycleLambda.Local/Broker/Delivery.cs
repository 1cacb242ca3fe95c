using System.Text.Json.Nodes;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Broker;

/// <summary>An event that was delivered, and what became of it after the retries.</summary>
internal sealed record Delivery(LifecycleEvent Event, ReadOnlyMemory<byte> Payload, InvocationResult Result)
{
    /// <summary>The same for a person, with the reason of a disconnect.</summary>
    internal EventReport Report { get; } = EventReport.Of(Event.DisconnectReason ?? "", Payload, Result);

    /// <summary>A line for a pipe or a script.</summary>
    internal string Line(bool json)
    {
        if (!json)
        {
            return $"{Report.Outcome,-10} {Report.EventType,-12} {Report.VersionNumber,6}  {Report.ClientId.Escaped()}  {(Report.Error ?? Report.Source).Escaped()}"
                .TrimEnd();
        }

        var line = new JsonObject { ["outcome"] = Report.Outcome };
        if (Report.Error is { } error)
        {
            line["error"] = error;
        }

        line["event"] = JsonNode.Parse(Payload.Span);
        return line.ToJsonString();
    }
}
