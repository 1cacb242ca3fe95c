using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>Prints results as text, with colours and tables in a terminal, or as one JSON object per line.</summary>
internal sealed class Report(bool json)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new LifecycleEventJson.EventTypeConverter(), new JsonStringEnumConverter() },
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
        Console.WriteLine($" {report}  ({report.Source.Escaped()})");
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

        Console.WriteLine($"{report.Outcome,-10} {report}  {(report.Error ?? report.Source).Escaped()}".TrimEnd());
    }

    internal void Items(IEnumerable<PresenceItem> items)
    {
        var sorted = items.OrderBy(item => item.ClientId, StringComparer.Ordinal).ToList();
        if (json)
        {
            sorted.ForEach(item => JsonLine(new { Item = ItemJson.FromItem(item) }));
            return;
        }

        Console.WriteLine();
        if (Console.IsOutputRedirected)
        {
            sorted.ForEach(item => Console.WriteLine(PresenceRow.FromItem(item)));
        }
        else
        {
            AnsiConsole.Write(ClientTable.Create(sorted, ("Version", item => $"{item.Version}")).Title("Who is online"));
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

    // Only for single words: Spectre.Console wraps longer text at the terminal's width.
    private static void Write(string text, Color colour) => AnsiConsole.Write(new Text(text, new Style(colour)));
}
