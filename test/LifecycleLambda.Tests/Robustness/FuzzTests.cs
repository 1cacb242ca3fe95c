using System.Text;
using System.Text.Json;
using CsCheck;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Aws;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Logging;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>Whatever comes in, it is applied or refused as an invalid event, and nothing else happens.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly int Inputs = TestSize.Of(small: 5_000, full: 100_000);

    private readonly CountingDynamoDb _dynamoDb = new();
    private readonly TestLog _log = new();
    private readonly LifecycleHandler _handler;

    public FuzzTests() => _handler = TestHandler.On(
        new EngineConnection(new Uri("http://localhost"), "presence"), TestTable.SettingsFor("presence", level: LogLevel.Trace), _dynamoDb, _log);

    [Fact]
    public async Task Payload_is_applied_or_refused()
    {
        int applied = 0, refused = 0;
        await FuzzPayloads.Any.SampleAsync(
            async payload => { _ = await IsAppliedAsync(payload) ? applied++ : refused++; }, iter: Inputs, threads: 1, print: Convert.ToBase64String);

        // Both were seen often enough to mean something.
        Assert.InRange(applied, Inputs / 20, Inputs);
        Assert.InRange(refused, Inputs / 20, Inputs);
    }

    [Fact]
    public async Task Event_that_breaks_off_is_refused()
    {
        foreach (var sample in FuzzPayloads.Samples)
        {
            for (var length = 0; length < sample.Length; length++)
            {
                Assert.False(await IsAppliedAsync(sample[..length]));
            }
        }
    }

    [Fact]
    public Task Message_of_a_batch_is_done_or_named_as_failed() => FuzzPayloads.Message.Array[0, 5].SampleAsync(
        TakeAsync, iter: Inputs / 10, threads: 1, print: bodies => string.Join('\n', bodies));

    public void Dispose()
    {
        _handler.Dispose();
        _log.Dispose();
    }

    /// <summary>One line of JSON, of which only the client id and the reason may hold what the sender wrote.</summary>
    internal static void AssertWithoutSecrets(string line)
    {
        foreach (var property in JsonElement.Parse(line).EnumerateObject().Where(property => property.Name is not "clientId" and not "disconnectReason"))
        {
            Secrets.AssertNoneIn(property.Value.GetRawText());
        }
    }

    private async Task TakeAsync(string[] bodies)
    {
        var before = _dynamoDb.Writes;
        _log.SetLength(0);

        var failed = SqsEvent.FailedIds(await _handler.HandleAsync(Bodies.Batch(bodies), "request", CancellationToken.None))!;

        Assert.Equal(bodies.Length, _log.Lines.Length);
        Assert.Equal(bodies.Length - failed.Count, _dynamoDb.Writes - before);
        Assert.Subset(bodies.Select((_, i) => $"m{i}").ToHashSet(), failed);
        Assert.All(_log.Lines, AssertWithoutSecrets);
    }

    /// <summary>Hands a payload over and checks what must hold of any.</summary>
    private async Task<bool> IsAppliedAsync(byte[] payload)
    {
        var before = _dynamoDb.Writes;
        _log.SetLength(0);
        var outcome = "Applied";
        try
        {
            var answer = await _handler.HandleAsync(payload, "request", CancellationToken.None);
            Assert.Equal("""{"outcome":"Applied"}""", Encoding.UTF8.GetString(answer.Span));
        }
        catch (InvalidLifecycleEventException exception)
        {
            Assert.Contains($" {exception.Field} ", exception.Message, StringComparison.Ordinal);
            Secrets.AssertNoneIn(exception.ToString());
            outcome = "Invalid";
        }

        Assert.Equal([outcome], _log.Outcomes);
        AssertWithoutSecrets(_log.Lines[0]);
        Assert.Equal(outcome is "Applied" ? 1 : 0, _dynamoDb.Writes - before);
        return outcome is "Applied";
    }
}
