using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Reports;

namespace LifecycleLambda.Local.Simulation;

/// <summary>A delivered fleet, to be held against the table.</summary>
internal sealed record FleetResult(Fleet Fleet, IReadOnlyDictionary<string, int> Outcomes, TimeSpan Elapsed)
{
    internal SimulationReport Judge(IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        var stored = items.ToDictionary(item => item["clientId"].S);
        var wrong = Fleet.Truth
            .Where(truth => !Fleet.IsRight(truth, stored.GetValueOrDefault(truth.ClientId)))
            .Select(truth => truth.ClientId);
        return new SimulationReport(
            Fleet.Truth.Count,
            Fleet.Events,
            Fleet.Deliveries.Count,
            Outcomes,
            [.. wrong],
            PlainVersionGuard.ShareRight(Fleet),
            Elapsed);
    }
}
