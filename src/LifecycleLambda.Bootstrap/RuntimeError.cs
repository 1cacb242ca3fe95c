using System.Text.Json;

namespace LifecycleLambda.Bootstrap;

/// <summary>
/// An error in Lambda's standard format: <c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c>
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
internal static class RuntimeError
{
    internal static string TypeOf(Exception exception) => exception.GetType().Name;

    internal static byte[] ToJson(Exception exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorType"u8, TypeOf(exception));
            json.WriteString("errorMessage"u8, exception.Message);
            json.WriteStartArray("stackTrace"u8);
            const StringSplitOptions NonEmpty = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            foreach (var frame in (exception.StackTrace ?? "").Split('\n', NonEmpty))
            {
                json.WriteStringValue(frame);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
