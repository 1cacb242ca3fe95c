using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Tests.Local.DynamoDb;

/// <summary>Reads items that another program wrote.</summary>
public sealed class PresenceItemTests
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"timestamp":1.764E12,"site":{"of":["the","owner"]}}""", null)]
    [InlineData("""{"expiresAt":1764000000,"offlineConfirmedAt":1764000000000,"clientInitiatedDisconnect":false}""", null)]
    [InlineData("""{"versionNumber":null}""", null)]
    [InlineData("""{"versionNumber":-1}""", null)]
    [InlineData("""{"versionNumber":-2}""", "versionNumber is not a version number")]
    [InlineData("""{"clientId":null}""", "clientId is missing")]
    [InlineData("""{"timestamp":null}""", "timestamp is missing")]
    [InlineData("""{"timestamp":1764000000000000}""", "timestamp is not a time in milliseconds")]
    [InlineData("""{"timestamp":1764000000000.5}""", "timestamp is not a time in milliseconds")]
    [InlineData("""{"timestamp":1764000000}""", "timestamp is not a time in milliseconds")]
    [InlineData("""{"timestamp":-1}""", "timestamp is not a time in milliseconds")]
    [InlineData("""{"timestamp":"2025-11-24T16:00:00Z"}""", "timestamp is not a time in milliseconds")]
    [InlineData("""{"eventType":null}""", "eventType is missing")]
    [InlineData("""{"eventType":1}""", "eventType is not a text")]
    [InlineData("""{"eventType":"CONNECTED"}""", "eventType is neither connected nor disconnected")]
    [InlineData("""{"versionNumber":"7"}""", "versionNumber is not a version number")]
    [InlineData("""{"versionNumber":99999999999999999999}""", "versionNumber is not a version number")]
    [InlineData("""{"expiresAt":1764000000000000}""", "expiresAt is not a time in seconds")]
    [InlineData("""{"connectedAt":1E+100}""", "connectedAt is not a time in milliseconds")]
    [InlineData("""{"offlineConfirmedAt":{}}""", "offlineConfirmedAt is not a time in milliseconds")]
    [InlineData("""{"thingName":["a"]}""", "thingName is not a text")]
    [InlineData("""{"clientInitiatedDisconnect":"true"}""", "clientInitiatedDisconnect is not a boolean")]
    public void Item_with_a_malformed_attribute_is_unreadable(string changes, string? problem)
    {
        var attributes = new Dictionary<string, AttributeValue>
        {
            ["clientId"] = new("sensor-17"),
            ["eventType"] = new("connected"),
            ["timestamp"] = new() { N = "1764000000000" },
            ["versionNumber"] = new() { N = "7" },
        };
        foreach (var change in JsonElement.Parse(changes).EnumerateObject())
        {
            attributes.Remove(change.Name);
            if (change.Value.ValueKind is not JsonValueKind.Null)
            {
                attributes.Add(change.Name, Document.FromJson($"{{\"value\":{change.Value.GetRawText()}}}").ToAttributeMap()["value"]);
            }
        }

        var item = new PresenceItem(attributes);

        Assert.Equal(problem, item.Problem);
        Assert.Equal(problem is null ? PresenceState.Online : PresenceState.Unreadable, item.State);
        Assert.Equal(problem, (string?)ItemJson.FromItem(item)["unreadable"]);
    }

    [Fact]
    public void Provisioned_item_is_unknown() =>
        Assert.Equal(PresenceState.Unknown, new PresenceItem(new() { ["clientId"] = new("sensor-17"), ["site"] = new("Cork") }).State);
}
