using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace LifecycleLambda.Tests.Trust;

/// <summary>SQS batches of messages that nobody should send: each kind of message, around a payload of <see cref="FuzzPayloads"/>.</summary>
internal static class FuzzMessages
{
    private static readonly Gen<string> Payload = FuzzPayloads.Any.Select(Encoding.UTF8.GetString);

    private static readonly Gen<string> Attribute = Gen.OneOf(
        "{\"S\":\"device\"}", "{\"S\":\"disconnected\"}", "{\"S\":\"\"}", "{\"S\":\"\\ud800\"}", "{\"S\":7}", "{\"N\":\"3\"}", "{\"N\":\"-3\"}",
        "{\"N\":\"1702567748504\"}", "{\"N\":\"99999999999999999999\"}", "{\"N\":3}", "{\"NULL\":true}", "{}", "null", "[]", "\"x\"", "{");

    private static readonly Gen<string> StreamRecord = Gen.Select(
        Attribute.Array[4], Gen.OneOf("S", "N", "good"), (attributes, kind) =>
        {
            string[] good = ["{\"S\":\"device\"}", "{\"S\":\"disconnected\"}", "{\"N\":\"1702567748504\"}", "{\"N\":\"3\"}"];
            var used = kind is "good" ? good : [.. attributes.Zip(good, (bad, fine) => bad.Length % 2 is 0 ? bad : fine)];
            return $"{{\"eventSource\":\"aws:dynamodb\",\"dynamodb\":{{\"NewImage\":{{\"clientId\":{used[0]},\"eventType\":{used[1]},\"timestamp\":{used[2]},\"versionNumber\":{used[3]}}}}}}}";
        });

    private static readonly Gen<string> Body = Gen.Frequency(
        (4, Payload),
        (2, FuzzPayloads.Any.Select(payload => $"{{\"clientId\":\"a\",\"base64OriginalPayload\":\"{Convert.ToBase64String(payload)}\"}}")),
        (2, Payload.Select(payload => $"{{\"requestPayload\":{payload}}}")),
        (1, Gen.OneOf("\"\\ud800\"", "\"====\"", "\"e30\"", "7", "null", "{}", "\"").Select(value => $"{{\"base64OriginalPayload\":{value}}}")),
        (2, StreamRecord));

    /// <summary>A batch of which every record is a message, whatever the message holds.</summary>
    internal static Gen<string[]> Bodies { get; } = Body.Array[0, 5];

    internal static byte[] Batch(string[] bodies) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, i) => new JsonObject
        {
            ["messageId"] = $"message-{i}",
            ["eventSource"] = "aws:sqs",
            ["body"] = body,
        })]),
    });
}
