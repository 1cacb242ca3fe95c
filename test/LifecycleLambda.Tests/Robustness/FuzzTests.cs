using System.Text;
using System.Text.Json;
using CsCheck;
using LifecycleLambda.Events;
using LifecycleLambda.Logging;
using LifecycleLambda.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>Whatever comes in, it is applied or refused as an invalid event, and nothing else happens.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly int Inputs = TestSize.Of(small: 5_000, full: 100_000);

    private readonly RecordingDynamoDb _dynamoDb = new();
    private readonly MemoryStream _log = new();
    private readonly LifecycleHandler _handler;

    public FuzzTests() => _handler = TestHandler.On(
        _dynamoDb, LogLevel.Trace, _log, new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(SampleEvents.Noon)));

    [Fact]
    public void Payload_is_applied_or_refused()
    {
        int applied = 0, refused = 0;
        FuzzPayloads.Any.Sample(payload => _ = RefusedField(payload) is null ? applied++ : refused++, iter: Inputs, threads: 1, print: Convert.ToBase64String);

        // Both were seen often enough to mean something.
        Assert.InRange(applied, Inputs / 20, Inputs);
        Assert.InRange(refused, Inputs / 20, Inputs);
    }

    [Fact]
    public void Event_is_applied_whatever_else_it_holds() =>
        FuzzPayloads.Valid.Sample(payload => RefusedField(payload) is null, iter: Inputs / 5, threads: 1, print: Encoding.UTF8.GetString);

    [Fact]
    public void Event_with_one_mistake_is_refused_for_it() => FuzzPayloads.WithMistake.Sample(
        mistake => RefusedField(mistake.Payload) == mistake.Field, iter: Inputs / 5, threads: 1, print: mistake => Encoding.UTF8.GetString(mistake.Payload));

    [Fact]
    public void Event_that_breaks_off_is_refused() => Gen.Select(FuzzPayloads.Valid, Gen.Double.Unit).Sample(
        (payload, where) => RefusedField(payload[..(int)(where * payload.Length)]) is not null, iter: Inputs / 5, threads: 1);

    public void Dispose()
    {
        _handler.Dispose();
        _log.Dispose();
    }

    /// <summary>Hands a payload over and checks what must hold of any.</summary>
    /// <returns>The field that it was refused for, or <see langword="null"/> where it was applied.</returns>
    private string? RefusedField(byte[] payload)
    {
        _dynamoDb.Requests.Clear();
        _log.SetLength(0);
        try
        {
            // The double answers at once.
            var answer = _handler.HandleAsync(payload, "request", CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal("""{"outcome":"Applied"}""", Encoding.UTF8.GetString(answer.Span));
            var request = Assert.Single(_dynamoDb.Requests);
            AssertWritable(request);
            AssertOneLine("Applied", request.GetProperty("Key").GetProperty("clientId").GetProperty("S").GetString());
            return null;
        }
        catch (InvalidLifecycleEventException exception)
        {
            Assert.Empty(_dynamoDb.Requests);
            Assert.Contains(exception.Field, FuzzProcessTests.Fields);
            Assert.Contains($" {exception.Field} ", exception.Message, StringComparison.Ordinal);
            Secrets.AssertNoneIn(exception.ToString());
            AssertOneLine("Invalid", clientId: null);
            return exception.Field;
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

        Assert.All([":timestamp", ":versionNumber"], name => Assert.True(long.Parse(values.GetProperty(name).GetProperty("N").GetString()!) >= 0));
    }

    private void AssertOneLine(string outcome, string? clientId)
    {
        var bytes = _log.ToArray();
        Assert.Equal(bytes.Length - 1, bytes.AsSpan().IndexOf((byte)'\n'));
        var line = FuzzProcessTests.AssertLineWithoutSecrets(Encoding.UTF8.GetString(bytes));
        Assert.Equal(outcome, line.GetProperty("outcome").GetString());
        Assert.Equal(clientId, line.TryGetProperty("clientId", out var logged) ? logged.GetString() : null);
    }
}
