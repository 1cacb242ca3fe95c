using System.Text;
using System.Text.Json;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Broker;

/// <summary>A line per delivery, for a pipe or a script.</summary>
internal sealed class EventLines(TextWriter output, bool json)
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    internal void Delivered(Delivery delivery)
    {
        var report = EventReport.Of(delivery.Event.DisconnectReason ?? "", delivery.Payload, delivery.Result);
        _output.WriteLine(json ? Json(report, delivery.Payload) : Plain(report));
        _output.Flush();
    }

    private static string Plain(EventReport report) =>
        $"{report.Outcome,-10} {report.EventType,-12} {report.VersionNumber,6}  {report.ClientId.Escaped()}  {(report.Error ?? report.Source).Escaped()}".TrimEnd();

    private static string Json(EventReport report, ReadOnlyMemory<byte> payload)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("outcome", report.Outcome);
            if (report.Error is not null)
            {
                json.WriteString("error", report.Error);
            }

            json.WritePropertyName("event");
            json.WriteRawValue(payload.Span);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
