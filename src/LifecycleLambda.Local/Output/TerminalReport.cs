using Amazon.DynamoDBv2.Model;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>Tables and colours for a person's terminal.</summary>
internal sealed class TerminalReport(IAnsiConsole console) : IReport
{
    public void Progress(string message) => console.MarkupLineInterpolated($"[grey]{message}[/]");

    public void Event(EventReport report)
    {
        var colour = report.Outcome switch
        {
            "Applied" => "green",
            "Duplicate" or "Stale" => "yellow",
            _ => "red",
        };
        console.MarkupLine(
            $"[{colour}]{report.Outcome,-10}[/] {report.EventType.Escaped().EscapeMarkup(),-12} {report.VersionNumber.EscapeMarkup(),6}  "
            + $"{report.ClientId.Escaped().EscapeMarkup()}  [grey]{report.Source.Escaped().EscapeMarkup()}[/]");
        foreach (var detail in report.Details())
        {
            console.MarkupLineInterpolated($"           [{colour}]{detail}[/]");
        }
    }

    public void Items(IReadOnlyList<Dictionary<string, AttributeValue>> items)
    {
        var table = new Table().Title("Who is online").AddColumns("Client", "State", "Since (UTC)", "Reason", "Version");
        foreach (var row in items.Select(PresenceRow.Of).OrderBy(row => row.ClientId, StringComparer.Ordinal))
        {
            var colour = row.State is "online" ? "green" : "red";
            table.AddRow(
                row.ClientId.Escaped().EscapeMarkup(), $"[{colour}]{row.State}[/]", row.Since, row.Reason.Escaped().EscapeMarkup(), row.VersionNumber);
        }

        console.WriteLine();
        console.Write(table);
    }

    public void Simulation(SimulationReport report)
    {
        var colour = report.Wrong.Count is 0 ? "green" : "red";
        var table = new Table().AddColumns("", "").HideHeaders();
        table.AddRow("Clients", $"{report.Clients:N0}");
        table.AddRow("Events", $"{report.Events:N0}");
        table.AddRow("Deliveries",
            $"{report.Deliveries:N0} in {report.Elapsed.TotalSeconds:0.0} s ({report.Rate:N0} events/s)");
        foreach (var (outcome, count) in report.Outcomes)
        {
            table.AddRow($"  {outcome}", $"{count:N0}");
        }

        foreach (var (name, count) in report.Faults())
        {
            table.AddRow(name, $"{count:N0}");
        }

        table.AddRow("Function, first tenth", $"{report.FirstTenth}");
        table.AddRow("Function, last tenth", $"{report.LastTenth}");
        table.AddRow("Right", $"[{colour}]{report.Right:N0} of {report.Clients:N0} ({report.Share:P2})[/]");
        table.AddRow("A plain version guard", $"[grey]{report.PlainGuardShare:P2} right[/]");
        console.Write(table);
        foreach (var client in report.Wrong)
        {
            console.MarkupLineInterpolated($"[red]wrong: {client}[/]");
        }

        foreach (var kind in report.BusKinds())
        {
            console.MarkupLineInterpolated($"on the bus: {kind.Count():N0} {kind.Key}, the first:\n[grey]{kind.First().Event.ToJsonString()}[/]");
        }
    }
}
