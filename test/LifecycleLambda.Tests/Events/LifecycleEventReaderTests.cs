namespace LifecycleLambda.Tests.Events;

public sealed class LifecycleEventReaderTests
{
    private const long LatestTimestamp = 2_000_000_000_000;

    private static readonly string Longest = new('é', 1024);

    [Fact]
    public void Event_at_the_limit_of_the_tolerance_is_read_with_every_field()
    {
        var sent = Disconnected(131, LatestTimestamp) with { ThingName = "pump", IpAddress = Secrets.Address };

        Assert.Equal(sent, Parse(Bodies.Event(sent)));
    }

    [Theory]
    [InlineData("\"thingName\":\"kühlraum/温度-🌡\"", "kühlraum/温度-🌡", null)]
    [InlineData("\"thingName\":\"\",\"clientInitiatedDisconnect\":true", null, true)]
    [InlineData("\"thingName\":null,\"clientInitiatedDisconnect\":null", null, null)]
    [InlineData("\"thingName\":42,\"clientInitiatedDisconnect\":\"true\"", null, null)]
    [InlineData("\"thingName\":\"\\ud800\"", null, null)]
    [InlineData("\"unknownField\":{\"thingName\":\"other\"}", null, null)]
    public void Optional_field_that_is_empty_or_of_another_type_counts_as_absent(string fields, string? thingName, bool? isInitiated)
    {
        var parsed = Parse(With(fields));

        Assert.Equal(thingName, parsed.ThingName);
        Assert.Equal(isInitiated, parsed.ClientInitiatedDisconnect);
    }

    [Theory]
    [InlineData("[]", "payload", "is not a JSON object.")]
    [InlineData("", "payload", "is not valid JSON (line 1, byte 1).")]
    [InlineData("{}\n x", "payload", "is not valid JSON (line 2, byte 2).")]
    [InlineData(
        """{"clientId":"a","timestamp":1767268800000,"eventType":"connected","versionNumber":0,""",
        "payload", "is not valid JSON (line 1, byte 84).")]
    [InlineData("""{"timestamp":1,"eventType":"connected","versionNumber":0}""", "clientId", "is missing or empty.")]
    [InlineData(
        """{"clientId":"\ud800","timestamp":1,"eventType":"connected","versionNumber":0}""", "clientId", "is not valid Unicode.")]
    [InlineData("""{"clientId":"a","eventType":"connected","versionNumber":0}""", "timestamp", "is missing.")]
    [InlineData("""{"clientId":"a","timestamp":"1","eventType":"connected","versionNumber":0}""", "timestamp", "is not a whole number.")]
    [InlineData(
        """{"clientId":"a","timestamp":2000000000001,"eventType":"connected","versionNumber":0}""",
        "timestamp", "is further in the future than the timestamp tolerance.")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":true,"versionNumber":0}""", "eventType", "is not a string.")]
    [InlineData(
        """{"clientId":"a","timestamp":1,"eventType":"subscribed","versionNumber":0}""",
        "eventType", "is neither connected nor disconnected.")]
    [InlineData("""{"clientId":"a","timestamp":1,"eventType":"connected","versionNumber":-1}""", "versionNumber", "is negative.")]
    [InlineData(
        """{"clientId":"a","timestamp":1420070399999,"eventType":"connected","versionNumber":0}""",
        "timestamp", "is not in milliseconds: it lies before 2015.")]
    [InlineData(
        """{"clientId":"a","timestamp":1702562499.5e3,"eventType":"connected","versionNumber":1e-9}""",
        "versionNumber", "is not a whole number.")]
    [InlineData("""{"c\ud800lientId":1}""", "payload", "holds a property name that is not valid Unicode.")]
    [InlineData(
        """{"clientId":"a","timestamp":1767268800000,"eventType":"connected","versionNumber":0,"rule":"disconnected"}""",
        "rule", "is not the event's type.")]
    [InlineData(
        """{"rule":"disconnected","clientId":"a","timestamp":1767268800000,"eventType":"connected","versionNumber":0,"rule":"connected"}""",
        "rule", "is not the event's type.")]
    [InlineData(
        """{"clientId":"a","timestamp":1767268800000,"eventType":"connected","versionNumber":0,"rule":["connected"]}""",
        "rule", "is not the event's type.")]
    public void Invalid_payload_is_rejected_with_a_message_that_names_the_field(string payload, string field, string problem)
    {
        var exception = Assert.Throws<InvalidLifecycleEventException>(() => Parse(payload));

        Assert.Equal(field, exception.Field);
        Assert.Equal($"Not a lifecycle event: {field} {problem}", exception.Message);
    }

    // A program in another language that forwards an event can turn 7 into 7.0 or 7E0.
    [Theory]
    [InlineData("7", 7L)]
    [InlineData("7.0", 7L)]
    [InlineData("70E-1", 7L)]
    [InlineData("0.0007e+4", 7L)]
    [InlineData("0E-10", 0L)]
    [InlineData("-0.0", 0L)]
    [InlineData("1.7642E12", 1_764_200_000_000)]
    [InlineData("9223372036854775807.000", long.MaxValue)]
    [InlineData("7.5", null)]
    [InlineData("7.00000000000000000000000000000000000001", null)]
    [InlineData("1e-400", null)]
    [InlineData("1e400", null)]
    [InlineData("1e99999999999", null)]
    [InlineData("9.223372036854775808e18", null)]
    [InlineData("9223372036854775808", null)]
    public void Whole_number_is_accepted_in_every_notation(string number, long? expected)
    {
        var payload = With($"\"versionNumber\":{number}");

        if (expected is null)
        {
            Assert.Equal("versionNumber", Assert.Throws<InvalidLifecycleEventException>(() => Parse(payload)).Field);
        }
        else
        {
            Assert.Equal(expected, Parse(payload).VersionNumber);
        }
    }

    [Fact]
    public void Client_id_longer_than_a_key_is_rejected()
    {
        Assert.Equal(Longest, Parse(With($"\"clientId\":\"{Longest}\"")).ClientId);
        Assert.Equal("clientId", Assert.Throws<InvalidLifecycleEventException>(() => Parse(With($"\"clientId\":\"{Longest}x\""))).Field);
    }

    [Theory]
    [InlineData("sessionIdentifier")]
    [InlineData("principalIdentifier")]
    [InlineData("thingName")]
    [InlineData("ipAddress")]
    [InlineData("disconnectReason")]
    public void Optional_field_longer_than_a_key_counts_as_absent(string field)
    {
        var without = Parse(With("\"unknownField\":0"));

        Assert.NotEqual(without, Parse(With($"\"{field}\":\"{Longest}\"")));
        Assert.Equal(without, Parse(With($"\"{field}\":\"{Longest}x\"")));
    }

    [Fact]
    public void Text_of_an_event_contains_no_personal_data() => Assert.Equal($"device connected 3 at {Noon}", $"{Connected(3)}");

    private static LifecycleEvent Parse(string payload) => LifecycleEventReader.Read(JsonPayload.Parse(Utf8(payload)), LatestTimestamp);

    private static string With(string field) =>
        "{\"clientId\":\"a\",\"timestamp\":1767268800000,\"eventType\":\"disconnected\",\"versionNumber\":0," + field + "}";
}
