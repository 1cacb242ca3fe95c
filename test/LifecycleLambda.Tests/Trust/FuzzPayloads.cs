using System.Text;
using CsCheck;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Trust;

/// <summary>
/// Payloads that nobody should send: real ones with something changed, objects of the right fields with the wrong values, any JSON,
/// and no JSON at all.
/// </summary>
internal static class FuzzPayloads
{
    /// <summary>Stand where the personal data is, so that a leak is seen.</summary>
    internal const string Principal = "PRINCIPAL-someone@example.com";

    /// <summary>As <see cref="Principal"/>.</summary>
    internal const string Address = "203.0.113.77";

    private static readonly string[] Names =
    [
        "clientId", "timestamp", "eventType", "versionNumber", "sessionIdentifier", "thingName", "clientInitiatedDisconnect",
        "disconnectReason", "somethingElse", "ClientId", "", "\\u0063lientId", "time\\u0073tamp", "\\ud800", "\\udc00\\ud800", "a\\u0000b",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "\"\"", "\"connected\"", "\"disconnected\"", "\"Connected\"", "\"subscribed\"", "\"\\ud800\"",
        "\"\\udc00x\"", "\"\\ud83c\\udf21\"", "\"\\u0000\"", "\"\\n\\r\\u2028\"", "\"kühlraum-温度\"", "\"a/b\"", "0", "-0", "-1", "1", "1.0", "1e2",
        "1E400", "-1e400", "0.1e-400", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1702562499818",
        "1767268800000", "4102444800000", "01", "NaN", "Infinity", "{}", "[]", "[[]]", "{\"clientId\":\"inner\"}",
    ];

    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud800", "-", "+", ".", "e", "0", " ", "\t", "\n", "\0", "\u2028", "\uFEFF", "//",
            "/*", "null", "\"clientId\":\"x\",", "\"timestamp\":\"x\",", "\"versionNumber\":-1,", "\"eventType\":\"connect_failed\",",
            "\"\\udfff\":1,", "1e9999", "99999999999999999999999",
        }.Select(Encoding.UTF8.GetBytes),
        // Not UTF-8: a lone continuation, an overlong slash, a surrogate, a byte that never occurs, a sequence cut short.
        [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0xF0, 0x9F],
    ];

    private static readonly byte[][] Samples = [.. SampleEvents.Files().Select(Marked)];

    private static readonly Gen<string> LongString = Gen.Select(
        Gen.OneOf(Gen.Int[2040, 2056], Gen.Int[1, 5000]), Gen.OneOf("x", "é", "温", "\\n", "\\ud83c\\udf21"),
        (length, text) => $"\"{string.Concat(Enumerable.Repeat(text, length))}\"");

    private static readonly Gen<string> LongNumber = Gen.Select(
        Gen.Int[1, 2000], Gen.OneOf("", "-", "0.", "1e", "1e-"), (length, start) => start + new string('9', length));

    private static readonly Gen<string> Deep = Gen.Select(
        Gen.OneOf(Gen.Int[60, 68], Gen.Int[1, 500]), Gen.Bool, Gen.Bool, (depth, isArray, isClosed) =>
            (isArray ? Repeat("[", depth) : Repeat("{\"a\":", depth) + "1") + (isClosed ? Repeat(isArray ? "]" : "}", depth) : ""));

    private static readonly Gen<string> Scalar = Gen.Frequency(
        (12, Gen.OneOf(Scalars)),
        (2, Gen.Long.Select(number => $"{number}")),
        (2, Gen.Double.Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))),
        (2, Gen.String[0, 20].Select(text => System.Text.Json.JsonSerializer.Serialize(text))),
        (1, LongString),
        (1, LongNumber),
        (1, Deep));

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, json) => depth > 5
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (1, json.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
            (1, Gen.Select(Gen.OneOf(Names), json, (name, value) => $"\"{name}\":{value}").Array[0, 6].Select(AsObject))));

    // Valid but for a few fields that come first, last or instead.
    private static readonly Gen<string> Event = Gen.Select(
        Gen.Select(Gen.OneOf(Names), Scalar, (name, value) => $"\"{name}\":{value}").Array[0, 3],
        Gen.Int[0, 3], Gen.Bool, Gen.Bool,
        (others, left, first, connected) =>
        {
            string[] fields =
            [
                "\"clientId\":\"device\"", "\"timestamp\":1702562499818", $"\"eventType\":\"{(connected ? "connected" : "disconnected")}\"", "\"versionNumber\":3",
                $"\"principalIdentifier\":\"{Principal}\"", $"\"ipAddress\":\"{Address}\"",
            ];
            // Three times in four every required field is there.
            var kept = left is 0 ? fields.Skip(1) : fields;
            return AsObject(first ? [.. others, .. kept] : [.. kept, .. others]);
        });

    private static readonly Gen<byte[]> Edit = Gen.OneOf(Gen.OneOf<byte[]>(Fragments), Gen.Byte.Array[0, 3]);

    private static readonly Gen<byte[]> Source = Gen.Frequency(
        (5, Gen.OneOf<byte[]>(Samples)),
        (5, Event.Select(Encoding.UTF8.GetBytes)),
        (2, Json.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.Byte.Array[0, 60]));

    /// <summary>Any of them, half of them with up to four cuts and insertions.</summary>
    internal static Gen<byte[]> Any { get; } = Gen.Frequency(
        (1, Source),
        (1, Gen.Select(Source, Gen.Select(Gen.Double.Unit, Gen.Int[0, 12], Edit).Array[1, 4], (payload, edits) =>
            edits.Aggregate(payload, (bytes, edit) => Edited(bytes, edit.Item1, edit.Item2, edit.Item3)))));

    internal static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string AsObject(string[] fields) => $"{{{string.Join(',', fields)}}}";

    private static byte[] Edited(byte[] payload, double where, int cut, byte[] insertion)
    {
        var at = (int)(where * payload.Length);
        // One cut in some is at the end: a payload that stops in the middle.
        var end = cut is 12 ? payload.Length : Math.Min(payload.Length, at + (cut / 3));
        return [.. payload[..at], .. insertion, .. payload[end..]];
    }

    private static byte[] Marked(string file)
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        payload["principalIdentifier"] = Principal;
        payload["ipAddress"] = Address;
        return Encoding.UTF8.GetBytes(payload.ToJsonString());
    }
}
