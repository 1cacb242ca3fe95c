using System.Text.Json;

namespace LifecycleLambda.Bootstrap;

/// <summary>Logs why the program ends, in the format of Lambda's JSON log configuration.</summary>
internal static class HostLog
{
    internal static void Fatal(Stream output, string message)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("level"u8, "FATAL"u8);
            json.WriteString("timestamp"u8, DateTime.UtcNow);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        output.Flush();
    }
}
