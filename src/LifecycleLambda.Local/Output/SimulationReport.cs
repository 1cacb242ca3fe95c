using System.Text.Json.Nodes;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Local.Output;

/// <summary>The result of a simulation. <c>--json</c> prints it unchanged.</summary>
internal sealed record SimulationReport
{
    public required int Clients { get; init; }
    public required int Events { get; init; }

    /// <summary>Events that reached the function, including duplicates.</summary>
    public required int Deliveries { get; init; }
    public required IReadOnlyDictionary<Outcome, int> Outcomes { get; init; }

    /// <summary>Events on the bus by kind, the most frequent first. Null without --events.</summary>
    public IReadOnlyDictionary<string, int>? BusEvents =>
        Sent?.CountBy(sent => sent.Kind).OrderByDescending(kind => kind.Value).ToDictionary();

    /// <summary>Invocations that were retries.</summary>
    public required int Retries { get; init; }

    /// <summary>Events that failed in every attempt and went to the failed-events queue.</summary>
    public required int FailedEvents { get; init; }

    /// <summary>Messages of the failed-events queue that the function handled.</summary>
    public required int Redriven { get; init; }

    /// <summary>Messages that also failed in every attempt of the redrive.</summary>
    public required int Unprocessable { get; init; }

    /// <summary>Deliveries without an outcome that aren't unprocessable. Must be 0.</summary>
    public int Unaccounted =>
        Deliveries - Unprocessable
        - Outcomes.Where(outcome => outcome.Key is Outcome.Applied or Outcome.Duplicate or Outcome.Stale).Sum(outcome => outcome.Value);

    /// <summary>Confirmations of clients that had come back. Only a lost, late or failed event can cause one.</summary>
    public required int FalseConfirmations { get; init; }

    /// <summary>The average function process during the first tenth of the deliveries.</summary>
    public required ProcessFigures FirstTenth { get; init; }

    /// <summary>The average function process during the last tenth. Growth means a leak.</summary>
    public required ProcessFigures LastTenth { get; init; }
    public required double Seconds { get; init; }
    public int Right => Clients - Wrong.Count;
    public double Share => (double)Right / Clients;

    /// <summary>The share of clients that a plain version guard would get right.</summary>
    public required double PlainVersionGuardShare { get; init; }
    public required IReadOnlyList<string> Wrong { get; init; }

    /// <summary>The clients that were wrong before the repair. Null without --lose-last.</summary>
    public int? WrongBeforeRepair { get; init; }
    public long? Repaired { get; init; }

    /// <summary>The events that the pipe sent to the event bus, in order. Null without --events.</summary>
    internal IReadOnlyList<(string Kind, JsonObject Event)>? Sent { get; init; }

    /// <summary>True if all events arrived in true order and nothing failed. Then no confirmation may be false.</summary>
    internal required bool IsUndisturbed { get; init; }
    internal bool Succeeded => Wrong.Count is 0 && Unaccounted is 0 && !(IsUndisturbed && FalseConfirmations > 0);

    /// <summary>Returns the figures as text. Failure counters appear only if they aren't 0.</summary>
    internal IEnumerable<string> Lines()
    {
        (string Name, int Count)[] faults =
        [
            ("retries", Retries),
            ("failed events", FailedEvents),
            ("redriven", Redriven),
            ("unprocessable", Unprocessable),
            ("unaccounted", Unaccounted),
            ("false confirmations", FalseConfirmations),
        ];
        return
        [
            $"clients            {Clients}",
            $"events             {Events}",
            $"deliveries         {Deliveries}",
            .. Outcomes.Select(outcome => $"  {outcome.Key,-16} {outcome.Value}"),
            .. faults.Where(fault => fault.Count is not 0).Select(fault => $"{fault.Name,-18} {fault.Count}"),
            $"seconds            {Seconds:0.0} ({Deliveries / Math.Max(Seconds, 0.1):0} events/s)",
            $"function, first tenth: {FirstTenth}",
            $"function, last tenth:  {LastTenth}",
            .. WrongBeforeRepair is null ? (string[])[] : [$"wrong at first     {WrongBeforeRepair}", $"repaired           {Repaired}"],
            $"plain version guard would leave {PlainVersionGuardShare:P2} right",
            .. (BusEvents ?? new Dictionary<string, int>()).SelectMany(kind => new[]
            {
                $"on the bus         {kind.Value} {kind.Key}, the first:",
                $"  {Sent!.First(sent => sent.Kind == kind.Key).Event.ToJsonString()}",
            }),
        ];
    }
}
