using LifecycleLambda.Events;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Events;

public sealed class LifecycleEventTests
{
    private const long LatestTimestamp = 2_000_000_000_000;

    [Fact]
    public void Every_field_is_kept()
    {
        var parsed = Parse("""
            {
                "clientId": "test",
                "timestamp": 1702567748504,
                "eventType": "disconnected",
                "clientInitiatedDisconnect": false,
                "sessionIdentifier": "2116bc07-0c75-4e3a-a89a-61e0c786ba",
                "principalIdentifier": "226c64225fce225672257c31e2cb6d3ad21ca514af690bc5cb44f5f58c2222",
                "disconnectReason": "CONNECTION_LOST",
                "versionNumber": 131
            }
            """);

        Assert.Equal(
            new LifecycleEvent
            {
                ClientId = "test",
                Timestamp = 1702567748504,
                EventType = LifecycleEventType.Disconnected,
                ClientInitiatedDisconnect = false,
                SessionIdentifier = "2116bc07-0c75-4e3a-a89a-61e0c786ba",
                PrincipalIdentifier = "226c64225fce225672257c31e2cb6d3ad21ca514af690bc5cb44f5f58c2222",
                DisconnectReason = "CONNECTION_LOST",
                VersionNumber = 131,
            },
            parsed);
    }

    [Theory]
    [InlineData("\"thingName\":\"pump\"", "pump")]
    [InlineData("\"thingName\":\"\"", null)]
    [InlineData("\"thingName\":null", null)]
    [InlineData("\"thingName\":42", null)]
    [InlineData("\"thingName\":{\"a\":[1]}", null)]
    [InlineData("\"unknownField\":{\"clientId\":\"other\"}", null)]
    public void Optional_field_that_is_empty_or_of_another_type_counts_as_absent(string field, string? expected) =>
        Assert.Equal(expected, Parse(With(field)).ThingName);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", null)]
    [InlineData("\"true\"", null)]
    [InlineData("[true]", null)]
    public void ClientInitiatedDisconnect_is_a_boolean_or_absent(string json, bool? expected) =>
        Assert.Equal(expected, Parse(With($"\"clientInitiatedDisconnect\":{json}")).ClientInitiatedDisconnect);

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("kühlraum-温度-🌡")]
    public void Client_id_is_kept_as_it_is(string clientId) =>
        Assert.Equal(clientId, Parse($$"""{"clientId":"{{clientId}}","timestamp":1,"eventType":"connected","versionNumber":0}""").ClientId);

    [Theory]
    [InlineData("[]", "payload")]
    [InlineData("", "payload")]
    [InlineData("{", "payload")]
    [InlineData("\uFEFF{}", "payload")]
    [InlineData("""{"timestamp":1,"eventType":"connected","versionNumber":0}""", "clientId")]
    [InlineData("""{"clientId":"\ud800","timestamp":1,"eventType":"connected","versionNumber":0}""", "clientId")]
    [InlineData("""{"clientId":"a","eventType":"connected","versionNumber":0}""", "timestamp")]
    [InlineData("""{"clientId":"a","timestamp":2000000000001,"eventType":"connected","versionNumber":0}""", "timestamp")]
    [InlineData("""{"clientId":"a","timestamp":1,"versionNumber":0}""", "eventType")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"subscribed","versionNumber":0}""", "eventType")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"connected"}""", "versionNumber")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":-1}""", "versionNumber")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":0,"thingName":"\ud800"}""", "thingName")]
    [InlineData("""{"c\ud800lientId":1}""", "payload")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":0,"versio\ud800nNumber":1}""", "payload")]
    public void Invalid_payload_is_refused_by_a_message_that_names_the_field(string payload, string field)
    {
        var exception = Assert.Throws<InvalidLifecycleEventException>(() => Parse(payload));

        Assert.Equal(field, exception.Field);
        Assert.Contains(field, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "payload is not a JSON object")]
    [InlineData("{", "payload is not valid JSON (line 1, byte 2)")]
    [InlineData("{}\n x", "payload is not valid JSON (line 2, byte 2)")]
    public void What_is_no_json_object_is_told_from_one_with_a_mistake(string payload, string message) =>
        Assert.Equal($"Not a lifecycle event: {message}.", Assert.Throws<InvalidLifecycleEventException>(() => Parse(payload)).Message);

    [Theory]
    [InlineData("clientId")]
    [InlineData("sessionIdentifier")]
    [InlineData("disconnectReason")]
    public void String_longer_than_a_key_is_refused(string field)
    {
        var longest = new string('é', 1024);

        Assert.Equal(1, Parse(With($"\"{field}\":\"{longest}\"")).Timestamp);
        var exception = Assert.Throws<InvalidLifecycleEventException>(() => Parse(With($"\"{field}\":\"{longest}x\"")));
        Assert.Equal(field, exception.Field);
    }

    [Fact]
    public void Message_never_echoes_the_payload()
    {
        const string Secret = "someone@example.com";
        string[] payloads =
        [
            $$"""{"clientId":"a","timestamp":"{{Secret}}","eventType":"connected","versionNumber":0}""",
            $$"""{"clientId":"a","timestamp":1,"eventType":"{{Secret}}","versionNumber":0}""",
            $$"""{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":0,"{{Secret}}":nonsense}""",
            $$"""{"{{Secret}}":{"{{Secret}}":[} """,
            Secret,
        ];
        foreach (var payload in payloads)
        {
            var exception = Assert.Throws<InvalidLifecycleEventException>(() => Parse(payload));
            Assert.DoesNotContain("someone", exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_an_event_holds_no_personal_data()
    {
        var text = SampleEvents.Connected(3).ToString();

        Assert.DoesNotContain("192.0.2.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("principal-of-test", text, StringComparison.Ordinal);
        Assert.Contains("device connected 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Timestamp_may_be_as_late_as_the_tolerance_allows() =>
        Assert.Equal(LatestTimestamp, Parse($$"""{"clientId":"a","timestamp":{{LatestTimestamp}},"eventType":"connected","versionNumber":0}""").Timestamp);

    private static LifecycleEvent Parse(string payload) => LifecycleEventReader.Read(JsonPayload.Parse(SampleEvents.Utf8(payload)), LatestTimestamp);

    private static string With(string field) =>
        "{\"clientId\":\"a\",\"timestamp\":1,\"eventType\":\"disconnected\",\"versionNumber\":0," + field + "}";
}
