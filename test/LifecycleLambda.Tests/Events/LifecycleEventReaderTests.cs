using LifecycleLambda.Events;

namespace LifecycleLambda.Tests.Events;

public sealed class LifecycleEventReaderTests
{
    private const long LatestTimestamp = 2_000_000_000_000;

    [Fact]
    public void Every_field_is_kept_and_the_timestamp_may_be_as_late_as_the_tolerance_allows()
    {
        var sent = Disconnected(131, LatestTimestamp) with { ThingName = "pump", IpAddress = Secrets.Address };

        Assert.Equal(sent, Parse(Bodies.Event(sent)));
    }

    [Theory]
    [InlineData("\"thingName\":\"kühlraum/温度-🌡\"", "kühlraum/温度-🌡", null)]
    [InlineData("\"thingName\":\"\",\"clientInitiatedDisconnect\":true", null, true)]
    [InlineData("\"thingName\":null,\"clientInitiatedDisconnect\":null", null, null)]
    [InlineData("\"thingName\":42,\"clientInitiatedDisconnect\":\"true\"", null, null)]
    [InlineData("\"unknownField\":{\"thingName\":\"other\"}", null, null)]
    public void Optional_field_that_is_empty_or_of_another_type_counts_as_absent(string fields, string? thingName, bool? isInitiatedByClient)
    {
        var parsed = Parse(With(fields));

        Assert.Equal(thingName, parsed.ThingName);
        Assert.Equal(isInitiatedByClient, parsed.ClientInitiatedDisconnect);
    }

    [Theory]
    [InlineData("[]", "payload", "is not a JSON object.")]
    [InlineData("", "payload", "is not valid JSON (line 1, byte 1).")]
    [InlineData("{}\n x", "payload", "is not valid JSON (line 2, byte 2).")]
    [InlineData("""{"timestamp":1,"eventType":"connected","versionNumber":0}""", "clientId", "is missing or empty.")]
    [InlineData("""{"clientId":"\ud800","timestamp":1,"eventType":"connected","versionNumber":0}""", "clientId", "is not valid Unicode.")]
    [InlineData("""{"clientId":"a","eventType":"connected","versionNumber":0}""", "timestamp", "is missing.")]
    [InlineData("""{"clientId":"a","timestamp":"1","eventType":"connected","versionNumber":0}""", "timestamp", "is not a whole number.")]
    [InlineData("""{"clientId":"a","timestamp":2000000000001,"eventType":"connected","versionNumber":0}""", "timestamp", "is further in the future than the timestamp tolerance.")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":true,"versionNumber":0}""", "eventType", "is not a string.")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"subscribed","versionNumber":0}""", "eventType", "is neither connected nor disconnected.")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":-1}""", "versionNumber", "is negative.")]
    [InlineData("""{"c\ud800lientId":1}""", "payload", "holds a property name that is not valid Unicode.")]
    public void Invalid_payload_is_refused_by_a_message_that_names_the_field(string payload, string field, string problem)
    {
        var exception = Assert.Throws<InvalidLifecycleEventException>(() => Parse(payload));

        Assert.Equal(field, exception.Field);
        Assert.Equal($"Not a lifecycle event: {field} {problem}", exception.Message);
    }

    [Theory]
    [InlineData("clientId")]
    [InlineData("disconnectReason")]
    public void String_longer_than_a_key_is_refused(string field)
    {
        var longest = new string('é', 1024);

        Assert.Equal(1, Parse(With($"\"{field}\":\"{longest}\"")).Timestamp);
        var exception = Assert.Throws<InvalidLifecycleEventException>(() => Parse(With($"\"{field}\":\"{longest}x\"")));
        Assert.Equal(field, exception.Field);
    }

    [Fact]
    public void Text_of_an_event_holds_no_personal_data() => Assert.Equal($"device connected 3 at {Noon}", $"{Connected(3)}");

    private static LifecycleEvent Parse(string payload) => LifecycleEventReader.Read(JsonPayload.Parse(Utf8(payload)), LatestTimestamp);

    private static string With(string field) =>
        "{\"clientId\":\"a\",\"timestamp\":1,\"eventType\":\"disconnected\",\"versionNumber\":0," + field + "}";
}
