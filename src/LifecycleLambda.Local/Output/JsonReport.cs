using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Lambda;

namespace LifecycleLambda.Local.Output;

/// <summary>One JSON object per line, for scripts; progress goes to standard error.</summary>
internal sealed class JsonReport(TextWriter output, TextWriter progress) : IReport
{
    public void Progress(string message) => progress.WriteLine(message);

    public void Event(EventReport report) => Line(json =>
    {
        json.WriteString("outcome", report.Outcome);
        json.WriteString("clientId", report.ClientId);
        json.WriteString("eventType", report.EventType);
        if (long.TryParse(report.VersionNumber, out var version))
        {
            json.WriteNumber("versionNumber", version);
        }

        json.WriteString("source", report.Source);
        if (report.Error is not null)
        {
            json.WriteString("error", report.Error);
        }

        if (report.Explanation is { } explanation)
        {
            WriteState(json, "stored", explanation.Stored);
            WriteState(json, "arriving", explanation.Arriving);
            json.WriteString("rule", explanation.Part);
            json.WriteString("reason", explanation.Reason);
        }
    });

    public void Items(IReadOnlyList<Dictionary<string, AttributeValue>> items)
    {
        foreach (var item in items.OrderBy(item => item["clientId"].S, StringComparer.Ordinal))
        {
            Line(json =>
            {
                json.WriteStartObject("item");
                foreach (var (name, value) in item.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
                {
                    WriteValue(json, name, value);
                }

                json.WriteEndObject();
            });
        }
    }

    public void Simulation(SimulationReport report)
    {
        foreach (var sent in report.BusEvents ?? [])
        {
            output.WriteLine(sent.Event.ToJsonString());
        }

        Line(json => Write(json, report));
    }

    private static void Write(Utf8JsonWriter json, SimulationReport report)
    {
        json.WriteNumber("clients", report.Clients);
        json.WriteNumber("events", report.Events);
        json.WriteNumber("deliveries", report.Deliveries);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in report.Outcomes)
        {
            json.WriteNumber(outcome, count);
        }

        json.WriteEndObject();
        if (report.BusEvents is not null)
        {
            json.WriteStartObject("busEvents");
            foreach (var kind in report.BusKinds())
            {
                json.WriteNumber(kind.Key, kind.Count());
            }

            json.WriteEndObject();
        }

        json.WriteNumber("retries", report.Retries);
        json.WriteNumber("failedEvents", report.FailedEvents);
        json.WriteNumber("redriven", report.Redriven);
        json.WriteNumber("unprocessable", report.Unprocessable);
        json.WriteNumber("unaccounted", report.Unaccounted);
        json.WriteNumber("falseConfirmations", report.FalseConfirmations);
        WriteFigures(json, "firstTenth", report.FirstTenth);
        WriteFigures(json, "lastTenth", report.LastTenth);
        json.WriteNumber("seconds", Math.Round(report.Elapsed.TotalSeconds, 1));
        json.WriteNumber("right", report.Right);
        json.WriteNumber("share", report.Share);
        json.WriteNumber("plainVersionGuardShare", report.PlainGuardShare);
        json.WriteStartArray("wrong");
        foreach (var client in report.Wrong)
        {
            json.WriteStringValue(client);
        }

        json.WriteEndArray();
    }

    private static void WriteState(Utf8JsonWriter json, string name, StateSeen state)
    {
        json.WriteStartObject(name);
        json.WriteNumber("versionNumber", state.VersionNumber);
        json.WriteNumber("timestamp", state.Timestamp);
        json.WriteString("eventType", state.EventType);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, string name, ProcessFigures figures)
    {
        json.WriteStartObject(name);
        json.WriteNumber("mebiBytes", Math.Round(figures.MebiBytes, 2));
        json.WriteNumber("threads", Math.Round(figures.Threads, 2));
        json.WriteNumber("handles", Math.Round(figures.Handles, 2));
        json.WriteEndObject();
    }

    private void Line(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    internal static void WriteValue(Utf8JsonWriter json, string name, AttributeValue value)
    {
        if (value.N is { } number)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(number);
        }
        else if (value.BOOL is { } boolean)
        {
            json.WriteBoolean(name, boolean);
        }
        else
        {
            json.WriteString(name, value.S);
        }
    }
}
