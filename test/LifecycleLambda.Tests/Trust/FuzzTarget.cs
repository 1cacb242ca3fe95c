using System.Text;
using System.Text.Json;
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

    private readonly RecordingDynamoDb _dynamoDb = new();
    private readonly MemoryStream _log = new();
    private readonly LifecycleHandler _handler;

    internal FuzzTarget() => _handler = TestHandler.On(_dynamoDb, LogLevel.Trace, _log, new FakeTimeProvider(Now));

    internal int Applied { get; private set; }

    internal int Refused { get; private set; }

    internal void Take(byte[] payload)
    {
        _dynamoDb.Requests.Clear();
        _log.SetLength(0);
        var expected = FuzzOracle.IsEvent(payload, Now.Add(TestTable.Tolerance).ToUnixTimeMilliseconds());
        var isApplied = IsApplied(payload);
        Assert.True(expected is null || expected == isApplied, $"It is {(expected is true ? "an" : "no")} event.");
        JsonElement? request = isApplied ? Assert.Single(_dynamoDb.Requests) : null;
        if (request is not { } write)
        {
            Assert.Empty(_dynamoDb.Requests);
            Refused++;
        }
        else
        {
            AssertWritable(write);
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

    private static void AssertWritable(JsonElement request)
    {
        var values = request.GetProperty("ExpressionAttributeValues");
        foreach (var value in values.EnumerateObject().Append(Assert.Single(request.GetProperty("Key").EnumerateObject())))
        {
            var typed = Assert.Single(value.Value.EnumerateObject());
            Assert.True(typed.Name switch
            {
                "N" => long.TryParse(typed.Value.GetString(), out _),
                "S" => Encoding.UTF8.GetByteCount(typed.Value.GetString()!) is >= 1 and <= 2048,
                "BOOL" => typed.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                _ => false,
            });
        }

        Assert.False(Number(":timestamp") < 0);
        Assert.False(Number(":versionNumber") < 0);

        long Number(string name) => long.Parse(values.GetProperty(name).GetProperty("N").GetString()!);
    }

    private void AssertLogged(JsonElement? request)
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

        Assert.Equal(request?.GetProperty("Key").GetProperty("clientId").GetProperty("S").GetString(), line.RootElement.TryGetProperty("clientId", out var clientId) ? clientId.GetString() : null);
        Assert.Equal(request is null ? "Invalid" : "Applied", line.RootElement.GetProperty("outcome").GetString());
    }

    internal static void AssertSilentOnPersons(string text)
    {
        Assert.DoesNotContain("someone", text, StringComparison.Ordinal);
        Assert.DoesNotContain(FuzzPayloads.Address, text, StringComparison.Ordinal);
    }
}
