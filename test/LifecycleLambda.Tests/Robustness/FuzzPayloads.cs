using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>Payloads that nobody should send, with personal data in them, so that a leak is seen.</summary>
internal static class FuzzPayloads
{
    private static readonly string[] ValidFields =
    [
        "\"clientId\":\"device\"", "\"timestamp\":1702562499818", "\"eventType\":\"disconnected\"", "\"versionNumber\":3",
        $"\"principalIdentifier\":\"{Secrets.Principal}\"", $"\"ipAddress\":\"{Secrets.Address}\"",
    ];

    private static readonly string[] OtherNames =
        ["sessionIdentifier", "thingName", "clientInitiatedDisconnect", "disconnectReason", "somethingElse", "ClientId", "", "a\\u0000b"];

    private static readonly string[] Names =
        [.. OtherNames, "clientId", "timestamp", "eventType", "versionNumber", "\\u0063lientId", "time\\u0073tamp", "\\ud800", "\\udc00\\ud800"];

    private static readonly string[] ValidValues =
        ["null", "true", "\"\"", "\"connected\"", "\"\\ud83c\\udf21\"", "\"\\n\\u2028\"", "0", "-1", "1e400", "{}", "[[]]", "{\"clientId\":\"inner\"}"];

    private static readonly string[] Values =
    [
        .. ValidValues, "false", "\"disconnected\"", "\"Connected\"", "\"\\ud800\"", "\"\\udc00x\"", "\"kühlraum-温度\"", "-0", "1.0", "1e2", "0.1e-400",
        "9223372036854775807", "9223372036854775808", "1702562499818", "4102444800000", "01", "NaN", "[",
    ];

    /// <summary>What a required field must not be. A null stands for a field that is not there.</summary>
    private static readonly (string Field, string? Wrong)[] Mistakes =
    [
        .. Wrong("clientId", null, "null", "\"\"", "7", "{}", "\"\\ud800\"", $"\"{new string('x', 2049)}\"", $"\"{new string('é', 1025)}\""),
        .. Wrong("timestamp", null, "null", "\"1\"", "1.5", "-1", "1e400", "4102444800000", "[1]"),
        .. Wrong("eventType", null, "null", "\"\"", "\"Connected\"", "\"subscribed\"", "true"),
        .. Wrong("versionNumber", null, "null", "\"0\"", "-1", "9223372036854775808", "[0]"),
    ];

    private static readonly byte[][] Fragments =
    [
        .. new[] { "\"", "{", "}", "[", "]", ",", ":", "\\", "\\ud800", "-", ".", "e", "0", "\t", "\0", "\uFEFF", "//", "\"clientId\":\"x\",", "\"\\udfff\":1," }
            .Select(Encoding.UTF8.GetBytes),
        // Not UTF-8: a lone continuation, an overlong slash, a surrogate, a byte that never occurs, a sequence cut short.
        [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0xF0, 0x9F],
    ];

    private static readonly byte[][] Samples = [.. SampleEvents.Files().Select(WithPersonalData)];

    private static readonly Gen<string> LongValue = Gen.Select(
        Gen.Int[2040, 2056], Gen.OneOf("x", "é", "\\ud83c\\udf21"), (length, text) => $"\"{Repeat(text, length)}\"");

    private static readonly Gen<string> DeepValue = Gen.Select(
        Gen.Int[60, 68], Gen.Bool, (depth, isClosed) => Repeat("[", depth) + (isClosed ? Repeat("]", depth) : ""));

    private static readonly Gen<string> Value = Gen.Frequency((12, Gen.OneOf(Values)), (1, LongValue), (1, DeepValue));

    private static readonly Gen<string[]> Others = Field(Gen.OneOf(OtherNames), Gen.OneOf(ValidValues)).Array[0, 3];

    // Required fields can be missing, and others come first, last or instead of them.
    private static readonly Gen<byte[]> Event = Gen.Select(
        Field(Gen.OneOf(Names), Value).Array[0, 3], Gen.Int[0, 3], Gen.Bool, (others, missing, first) =>
        {
            var kept = missing is 0 ? ValidFields[1..] : ValidFields;
            return AsObject(first ? [.. others, .. kept] : [.. kept, .. others]);
        });

    private static readonly Gen<byte[]> Source = Gen.Frequency((5, Gen.OneOf<byte[]>(Samples)), (7, Event), (1, Gen.Byte.Array[0, 60]));

    private static readonly Gen<byte[]> Edit = Gen.OneOf(Gen.OneOf<byte[]>(Fragments), Gen.Byte.Array[0, 3]);

    /// <summary>Any of them, half of them with up to four cuts and insertions.</summary>
    internal static Gen<byte[]> Any { get; } = Gen.Frequency(
        (1, Source),
        (1, Gen.Select(Source, Gen.Select(Gen.Double.Unit, Gen.Int[0, 3], Edit).Array[1, 4], (payload, edits) =>
            edits.Aggregate(payload, (bytes, edit) => Edited(bytes, edit.Item1, edit.Item2, edit.Item3)))));

    /// <summary>Events, whatever other fields they have.</summary>
    internal static Gen<byte[]> Valid { get; } = Gen.Select(Others, Others, (before, after) => AsObject([.. before, .. ValidFields, .. after]));

    /// <summary>Events with one mistake, and the field that it is in.</summary>
    internal static Gen<(string Field, byte[] Payload)> WithMistake { get; } = Gen.Select(
        Gen.OneOf<(string Field, string? Wrong)>(Mistakes), Others, (mistake, others) =>
        {
            var name = $"\"{mistake.Field}\":";
            var kept = ValidFields.Where(field => !field.StartsWith(name, StringComparison.Ordinal));
            return (mistake.Field, AsObject([.. others, .. kept, .. mistake.Wrong is { } wrong ? [name + wrong] : Array.Empty<string>()]));
        });

    internal static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static IEnumerable<(string Field, string? Wrong)> Wrong(string field, params string?[] values) => values.Select(value => (field, value));

    private static Gen<string> Field(Gen<string> names, Gen<string> values) => Gen.Select(names, values, (name, value) => $"\"{name}\":{value}");

    private static byte[] AsObject(string[] fields) => Encoding.UTF8.GetBytes($"{{{string.Join(',', fields)}}}");

    private static byte[] Edited(byte[] payload, double where, int cut, byte[] insertion)
    {
        var at = (int)(where * payload.Length);
        return [.. payload[..at], .. insertion, .. payload[Math.Min(payload.Length, at + cut)..]];
    }

    private static byte[] WithPersonalData(string file)
    {
        var payload = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        payload["principalIdentifier"] = Secrets.Principal;
        payload["ipAddress"] = Secrets.Address;
        return Encoding.UTF8.GetBytes(payload.ToJsonString());
    }
}
