using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Local.DynamoDb;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>A run's results on standard output: for a person, with colours and a table in a terminal, or one JSON object per line for a script.</summary>
internal sealed class Report(bool json)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal void Event(EventReport report)
    {
        if (json)
        {
            JsonLine(report);
            return;
        }

        Write($"{report.Outcome,-10}", report.Color);
        Console.WriteLine($" {report.EventType.Escaped(),-12} {report.VersionNumber,6}  {report.ClientId.Escaped()}  ({report.Source.Escaped()})");
        foreach (var detail in report.Details())
        {
            Console.WriteLine($"           {detail}");
        }
    }

    internal void Delivery(Delivery delivery)
    {
        var report = delivery.Report;
        if (json)
        {
            JsonLine(new { report.Outcome, report.Error, Event = JsonElement.Parse(delivery.Payload.Span) });
            return;
        }

        var line = $"{report.Outcome,-10} {report.EventType,-12} {report.VersionNumber,6}  {report.ClientId.Escaped()}  {(report.Error ?? report.Source).Escaped()}";
        Console.WriteLine(line.TrimEnd());
    }

    internal void Items(IEnumerable<PresenceItem> items)
    {
        if (!json)
        {
            Console.WriteLine();
        }

        if (!json && !Console.IsOutputRedirected)
        {
            AnsiConsole.Write(ClientTable.Of(items, ("Version", item => $"{item.Version}")).Title("Who is online"));
            return;
        }

        foreach (var item in items.OrderBy(item => item.ClientId, StringComparer.Ordinal))
        {
            if (json)
            {
                JsonLine(new { Item = ItemJson.Of(item) });
            }
            else
            {
                Console.WriteLine(PresenceRow.Of(item));
            }
        }
    }

    internal void Simulation(SimulationReport report)
    {
        if (json)
        {
            foreach (var (_, sent) in report.Sent ?? [])
            {
                JsonLine(sent);
            }

            JsonLine(report);
            return;
        }

        foreach (var line in report.Lines())
        {
            Console.WriteLine(line);
        }

        Write("right", report.Succeeded ? Color.Green : Color.Red);
        Console.WriteLine($"              {report.Right} of {report.Clients} ({report.Share:P2})");
        foreach (var client in report.Wrong)
        {
            Console.WriteLine($"wrong              {client}");
        }
    }

    internal static void JsonLine<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, Options));

    // For a word alone: it would break a line that is longer than the terminal.
    private static void Write(string text, Color colour) => AnsiConsole.Write(new Text(text, new Style(colour)));
}
