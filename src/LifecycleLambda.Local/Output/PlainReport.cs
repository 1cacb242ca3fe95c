using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Local.Output;

/// <summary>Aligned plain text for a pipe or a file; progress goes to standard error.</summary>
internal sealed class PlainReport(TextWriter output, TextWriter progress) : IReport
{
    public void Progress(string message) => progress.WriteLine(message);

    public void Event(EventReport report)
    {
        output.WriteLine(
            $"{report.Outcome,-10} {report.EventType.Escaped(),-12} {report.VersionNumber,6}  {report.ClientId.Escaped()}  ({report.Source.Escaped()})");
        foreach (var detail in report.Details())
        {
            output.WriteLine($"           {detail}");
        }
    }

    public void Items(IReadOnlyList<Dictionary<string, AttributeValue>> items)
    {
        output.WriteLine();
        foreach (var row in items.Select(PresenceRow.Of).OrderBy(row => row.ClientId, StringComparer.Ordinal))
        {
            output.WriteLine($"{row.State,-8} since {row.Since,-20}  {row.ClientId.Escaped()}{(row.Reason is "" ? "" : $"  {row.Reason.Escaped()}")}");
        }
    }

    public void Simulation(SimulationReport report)
    {
        output.WriteLine($"clients            {report.Clients}");
        output.WriteLine($"events             {report.Events}");
        output.WriteLine($"deliveries         {report.Deliveries}");
        foreach (var (outcome, count) in report.Outcomes)
        {
            output.WriteLine($"  {outcome,-16} {count}");
        }

        foreach (var (name, count) in report.Faults())
        {
            output.WriteLine($"{name,-18} {count}");
        }

        output.WriteLine($"seconds            {report.Elapsed.TotalSeconds:0.0} ({report.Rate:0} events/s)");
        output.WriteLine($"function, first tenth: {report.FirstTenth}");
        output.WriteLine($"function, last tenth:  {report.LastTenth}");
        output.WriteLine($"right              {report.Right} of {report.Clients} ({report.Share:P2})");
        output.WriteLine($"plain version guard would leave right: {report.PlainGuardShare:P2}");
        foreach (var client in report.Wrong)
        {
            output.WriteLine($"wrong              {client}");
        }

        foreach (var kind in report.BusKinds())
        {
            output.WriteLine($"on the bus         {kind.Count()} {kind.Key}, the first:");
            output.WriteLine($"  {kind.First().Event.ToJsonString()}");
        }
    }
}
