using CsCheck;

namespace LifecycleLambda.Tests;

public sealed class LifecycleHandlerTests(EngineFixture engine) : TableTest(engine)
{
    private static readonly int Inputs = Sized(small: 5_000, full: 100_000);

    private readonly CountingDynamoDb _dynamoDb = new();

    [Fact]
    public async Task Payload_is_applied_or_rejected()
    {
        using var handler = CountedHandler();
        var applied = new List<bool>();
        await FuzzPayloads.Any.SampleAsync(
            async payload => applied.Add(await IsAppliedAsync(handler, payload)), iter: Inputs, threads: 1, print: Convert.ToBase64String);

        // Each of the two outcomes occurs often enough to prove something.
        Assert.InRange(applied.Count(isApplied => isApplied), Inputs / 20, Inputs * 19 / 20);
    }

    [Fact]
    public async Task Message_of_a_batch_is_written_or_reported_as_failed()
    {
        using var handler = CountedHandler();
        await FuzzPayloads.Message.Array[0, 5].SampleAsync(
            bodies => DeliverBatchAsync(handler, bodies), iter: Inputs / 10, threads: 1, print: bodies => string.Join('\n', bodies));
    }

    private LifecycleHandler CountedHandler() => Table.Handler(_dynamoDb, Log, logsDebug: true);

    /// <summary>Delivers a batch, and checks what holds for any batch.</summary>
    private async Task DeliverBatchAsync(LifecycleHandler handler, string[] bodies)
    {
        var before = _dynamoDb.Writes;
        Log.SetLength(0);

        var failed = (await handler.DeliverBatchAsync(bodies)).ToHashSet();

        Assert.Equal(bodies.Length, Log.Lines.Length);
        Assert.Equal(bodies.Length - failed.Count, _dynamoDb.Writes - before);
        Assert.Subset(bodies.Select((_, i) => $"m{i}").ToHashSet(), failed);
        Assert.All(Log.Lines, Secrets.AssertNoneInLogLine);
    }

    /// <summary>Delivers a payload, and checks what holds for any payload.</summary>
    private async Task<bool> IsAppliedAsync(LifecycleHandler handler, byte[] payload)
    {
        var before = _dynamoDb.Writes;
        Log.SetLength(0);
        var outcome = "Applied";
        try
        {
            var response = await handler.HandleAsync(payload, "request", CancellationToken.None);
            Assert.Equal("""{"outcome":"Applied"}""", Encoding.UTF8.GetString(response.Span));
        }
        catch (InvalidLifecycleEventException exception)
        {
            Assert.Contains($" {exception.Field} ", exception.Message, StringComparison.Ordinal);
            Secrets.AssertNoneIn(exception.ToString());
            outcome = "Invalid";
        }

        Assert.Equal([outcome], Log.Outcomes);
        Secrets.AssertNoneInLogLine(Log.Lines[0]);
        Assert.Equal(outcome is "Applied" ? 1 : 0, _dynamoDb.Writes - before);
        return outcome is "Applied";
    }
}
