using CsCheck;

namespace LifecycleLambda.Tests;

/// <summary>Generates payloads, most of them malformed. They contain personal data so that the tests notice a leak.</summary>
internal static class FuzzPayloads
{
    private const int SixMegabytes = 6 * 1024 * 1024;

    private static readonly string[] ValidFields =
    [
        "\"clientId\":\"device\"", "\"timestamp\":1702562499818", "\"eventType\":\"disconnected\"", "\"versionNumber\":3",
        $"\"principalIdentifier\":\"{Secrets.Principal}\"", $"\"ipAddress\":\"{Secrets.Address}\"",
    ];

    private static readonly string[] Names =
    [
        "sessionIdentifier", "thingName", "clientInitiatedDisconnect", "disconnectReason", "rule", "ClientId", "", "a\\u0000b",
        "clientId", "timestamp", "eventType", "versionNumber", "\\u0063lientId", "time\\u0073tamp", "\\ud800", "\\udc00\\ud800",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "\"\"", "\"connected\"", "\"Connected\"", "\"\\ud83c\\udf21\"", "\"\\n\\u2028\"", "\"\\ud800\"",
        "\"kühlraum-温度\"", "0", "-1", "1.0", "1e2", "1e400", "9223372036854775807", "9223372036854775808", "1702562499818",
        "4102444800000", "01", "NaN", "[", "[[]]", "{\"clientId\":\"inner\"}",
    ];

    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\"", "{", "}", "[", "]", ",", ":", "\\", "\\ud800", "-", ".", "e", "0", "\t", "\0", "\uFEFF", "//",
            "\"clientId\":\"x\",", "\"\\udfff\":1,",
        }.Select(Encoding.UTF8.GetBytes),
        // These are not UTF-8: a lone continuation, an overlong slash, a surrogate, a byte that never occurs, a truncated sequence.
        [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0xF0, 0x9F],
    ];

    private static readonly Gen<string> LongValue = Gen.Select(
        Gen.Int[2040, 2056], Gen.OneOf("x", "é", "\\ud83c\\udf21"), (length, text) => $"\"{Repeat(text, length)}\"");

    private static readonly Gen<string> DeepValue = Gen.Int[60, 68].Select(depth => Repeat("[", depth) + Repeat("]", depth));

    private static readonly Gen<string> Field = Gen.Select(
        Gen.OneOf(Names), Gen.Frequency((12, Gen.OneOf(Values)), (1, LongValue), (1, DeepValue)), (name, value) => $"\"{name}\":{value}");

    // Every fourth event has no client id. The generated fields come before or after the valid ones.
    private static readonly Gen<byte[]> Event = Gen.Select(Field.Array[0, 3], Gen.Int[0, 3], Gen.Bool, (generated, missing, first) =>
    {
        var valid = missing is 0 ? ValidFields[1..] : ValidFields;
        string[] fields = first ? [.. generated, .. valid] : [.. valid, .. generated];
        return Utf8($"{{{string.Join(',', fields)}}}");
    });

    private static readonly Gen<byte[]> Source = Gen.Frequency(
        (5, Gen.OneOf([.. Files().Select(WithPersonalData)])), (7, Event), (1, Gen.Byte.Array[0, 60]));

    private static readonly Gen<byte[]> Edit = Gen.OneOf(Gen.OneOf(Fragments), Gen.Byte.Array[0, 3]);

    /// <summary>Payloads of all kinds, half of them with up to four cuts and insertions.</summary>
    internal static Gen<byte[]> Any { get; } = Gen.Frequency(
        (1, Source),
        (1, Gen.Select(Source, Gen.Select(Gen.Double.Unit, Gen.Int[0, 3], Edit).Array[1, 4], (payload, edits) =>
            edits.Aggregate(payload, (bytes, edit) => Edited(bytes, edit.Item1, edit.Item2, edit.Item3)))));

    /// <summary>Bodies of queue messages that contain such payloads.</summary>
    internal static Gen<string> Message { get; } = Gen.Frequency(
        (4, Any.Select(Encoding.UTF8.GetString)),
        (2, Any.Select(payload => Bodies.RuleError(Convert.ToBase64String(payload)))),
        (2, Any.Select(payload => $"{{\"requestPayload\":{Encoding.UTF8.GetString(payload)}}}")),
        (1, Gen.OneOf("\"\\ud800\"", "\"====\"", "\"e30\"", "7", "null", "{}", "\"")
            .Select(value => $"{{\"base64OriginalPayload\":{value}}}")));

    /// <summary>Payloads of 6 MB, the maximum of AWS Lambda.</summary>
    internal static IEnumerable<(string Payload, bool IsEvent)> Largest =>
    [
        (new string('[', SixMegabytes), false),
        (Large($"\"clientId\":\"{new string('x', SixMegabytes)}\""), false),
        (Large($"\"versionNumber\":{new string('9', SixMegabytes)}"), false),
        (new string(' ', SixMegabytes) + Large("\"thingName\":\"pump\""), true),
        (Large($"\"unknown\":\"{new string('x', SixMegabytes)}\""), true),
        (Large(Repeat("\"unknown\":1,", SixMegabytes / 12) + "\"last\":1"), true),
    ];

    private static string Large(string field) =>
        "{\"clientId\":\"large\",\"timestamp\":1702562499818,\"eventType\":\"connected\",\"versionNumber\":0," + field + "}";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static byte[] Edited(byte[] payload, double position, int cut, byte[] insertion)
    {
        var start = (int)(position * payload.Length);
        return [.. payload[..start], .. insertion, .. payload[Math.Min(payload.Length, start + cut)..]];
    }

    private static byte[] WithPersonalData(string file)
    {
        var payload = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        payload["principalIdentifier"] = Secrets.Principal;
        payload["ipAddress"] = Secrets.Address;
        return Utf8(payload.ToJsonString());
    }
}
