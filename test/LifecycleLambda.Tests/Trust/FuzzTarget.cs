using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Trust;

/// <summary>The handler, and what must hold of it whatever it is given.</summary>
internal sealed class FuzzTarget : IDisposable
{
    internal static readonly string[] Fields =
    [
        "payload", "clientId", "timestamp", "eventType", "versionNumber", "sessionIdentifier", "principalIdentifier", "thingName",
        "ipAddress", "clientInitiatedDisconnect", "disconnectReason",
    ];

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(SampleEvents.Noon);

    private readonly RecordingClient _client = new();
    private readonly MemoryStream _log = new();
    private readonly LifecycleHandler _handler;

    internal FuzzTarget() => _handler = new(_client, TestTable.SettingsFor("presence", level: LogLevel.Trace), _log, new FakeTimeProvider(Now));

    internal int Applied { get; private set; }

    internal int Refused { get; private set; }

    internal void Take(byte[] payload)
    {
        _client.Requests.Clear();
        _log.SetLength(0);
        var expected = FuzzOracle.IsEvent(payload, Now.Add(TestTable.Tolerance).ToUnixTimeMilliseconds());
        var isApplied = IsApplied(payload);
        Assert.True(expected is null || expected == isApplied, $"It is {(expected is true ? "an" : "no")} event.");
        var request = isApplied ? Assert.Single(_client.Requests) : null;
        if (request is null)
        {
            Assert.Empty(_client.Requests);
            Refused++;
        }
        else
        {
            AssertWritable(request);
            Applied++;
        }

        AssertLogged(request);
    }

    public void Dispose()
    {
        _handler.Dispose();
        _log.Dispose();
    }

    private bool IsApplied(byte[] payload)
    {
        try
        {
            // The double answers at once.
            var answer = _handler.HandleAsync(payload, "request", CancellationToken.None).GetAwaiter().GetResult();
            Assert.True(answer.Span.SequenceEqual("""{"outcome":"Applied"}"""u8));
            return true;
        }
        catch (InvalidLifecycleEventException exception)
        {
            Assert.Contains(exception.Field, Fields);
            Assert.Contains($" {exception.Field} ", exception.Message, StringComparison.Ordinal);
            AssertSilentOnPersons(exception.ToString());
            return false;
        }
    }

    private static void AssertWritable(UpdateItemRequest request)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(Assert.Single(request.Key).Value.S), 1, 2048);
        foreach (var value in request.ExpressionAttributeValues.Values)
        {
            Assert.True(value.N is null || long.TryParse(value.N, out _));
            Assert.True(value.S is null || Encoding.UTF8.GetByteCount(value.S) is >= 1 and <= 2048);
            Assert.Equal(1, (value.N is null ? 0 : 1) + (value.S is null ? 0 : 1) + (value.BOOL is null ? 0 : 1));
        }

        Assert.False(long.Parse(request.ExpressionAttributeValues[":timestamp"].N) < 0);
        Assert.False(long.Parse(request.ExpressionAttributeValues[":versionNumber"].N) < 0);
    }

    private void AssertLogged(UpdateItemRequest? request)
    {
        var bytes = _log.ToArray();
        Assert.Equal(bytes.Length - 1, bytes.AsSpan().IndexOf((byte)'\n'));
        using var line = JsonDocument.Parse(bytes);
        foreach (var property in line.RootElement.EnumerateObject())
        {
            // These two are the sender's own words; everything else is the function's.
            if (property.Name is not "clientId" and not "disconnectReason")
            {
                AssertSilentOnPersons(property.Value.GetRawText());
            }
        }

        Assert.Equal(request?.Key["clientId"].S, line.RootElement.TryGetProperty("clientId", out var clientId) ? clientId.GetString() : null);
        Assert.Equal(request is null ? "Invalid" : "Applied", line.RootElement.GetProperty("outcome").GetString());
    }

    internal static void AssertSilentOnPersons(string text)
    {
        Assert.DoesNotContain("someone", text, StringComparison.Ordinal);
        Assert.DoesNotContain(FuzzPayloads.Address, text, StringComparison.Ordinal);
    }
}
