using CsCheck;
using LifecycleLambda.Local.Queues;

namespace LifecycleLambda.Tests;

/// <summary>Whatever comes in, it is applied or refused as an invalid event, and nothing else happens.</summary>
public sealed class LifecycleHandlerTests(EngineFixture engine) : TableTest(engine)
{
    private static readonly int Inputs = Sized(small: 5_000, full: 100_000);

    private readonly CountingDynamoDb _dynamoDb = new();

    [Fact]
    public async Task Payload_is_applied_or_refused()
    {
        using var handler = CountedHandler();
        int applied = 0, refused = 0;
        await FuzzPayloads.Any.SampleAsync(
            async payload => { _ = await IsAppliedAsync(handler, payload) ? applied++ : refused++; }, iter: Inputs, threads: 1, print: Convert.ToBase64String);

        // Both were seen often enough to mean something.
        Assert.InRange(applied, Inputs / 20, Inputs);
        Assert.InRange(refused, Inputs / 20, Inputs);
    }

    [Fact]
    public async Task Event_that_breaks_off_is_refused()
    {
        using var handler = CountedHandler();
        foreach (var sample in FuzzPayloads.Samples)
        {
            for (var length = 0; length < sample.Length; length++)
            {
                Assert.False(await IsAppliedAsync(handler, sample[..length]));
            }
        }
    }

    [Fact]
    public async Task Message_of_a_batch_is_done_or_named_as_failed()
    {
        using var handler = CountedHandler();
        await FuzzPayloads.Message.Array[0, 5].SampleAsync(
            bodies => TakeAsync(handler, bodies), iter: Inputs / 10, threads: 1, print: bodies => string.Join('\n', bodies));
    }

    [Fact]
    public async Task Process_applies_or_reports_every_payload_and_serves_the_next_event()
    {
        await using var function = await FunctionUnderTest.StartAsync(Table.Connection, new KeyValuePair<string, string>("AWS_LAMBDA_LOG_LEVEL", "TRACE"));

        await FuzzPayloads.Any.SampleAsync(
            async payload => { await IsAppliedAsync(function, payload); }, iter: Sized(small: 100, full: 1000), threads: 1, print: Convert.ToBase64String);
        foreach (var (payload, isEvent) in FuzzPayloads.AsLargeAsLambdaTakes)
        {
            Assert.Equal(isEvent, await IsAppliedAsync(function, Utf8(payload)));
        }

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1, client: "the next event")));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(function.Lines, AssertWithoutSecrets);
    }

    private LifecycleHandler CountedHandler() => Table.Handler(_dynamoDb, Log, logsDebug: true);

    /// <summary>One line of JSON, of which only the client id and the reason may hold what the sender wrote.</summary>
    private static void AssertWithoutSecrets(string line)
    {
        foreach (var property in JsonElement.Parse(line).EnumerateObject().Where(property => property.Name is not "clientId" and not "disconnectReason"))
        {
            Secrets.AssertNoneIn(property.Value.GetRawText());
        }
    }

    private async Task TakeAsync(LifecycleHandler handler, string[] bodies)
    {
        var before = _dynamoDb.Writes;
        Log.SetLength(0);

        var failed = SqsEvent.FailedIds(await handler.HandleAsync(Bodies.Batch(bodies), "request", CancellationToken.None));

        Assert.Equal(bodies.Length, Log.Lines.Length);
        Assert.Equal(bodies.Length - failed.Count, _dynamoDb.Writes - before);
        Assert.Subset(bodies.Select((_, i) => $"m{i}").ToHashSet(), failed);
        Assert.All(Log.Lines, AssertWithoutSecrets);
    }

    /// <summary>Hands a payload over and checks what must hold of any.</summary>
    private async Task<bool> IsAppliedAsync(LifecycleHandler handler, byte[] payload)
    {
        var before = _dynamoDb.Writes;
        Log.SetLength(0);
        var outcome = "Applied";
        try
        {
            var answer = await handler.HandleAsync(payload, "request", CancellationToken.None);
            Assert.Equal("""{"outcome":"Applied"}""", Encoding.UTF8.GetString(answer.Span));
        }
        catch (InvalidLifecycleEventException exception)
        {
            Assert.Contains($" {exception.Field} ", exception.Message, StringComparison.Ordinal);
            Secrets.AssertNoneIn(exception.ToString());
            outcome = "Invalid";
        }

        Assert.Equal([outcome], Log.Outcomes);
        AssertWithoutSecrets(Log.Lines[0]);
        Assert.Equal(outcome is "Applied" ? 1 : 0, _dynamoDb.Writes - before);
        return outcome is "Applied";
    }

    private static async Task<bool> IsAppliedAsync(FunctionUnderTest function, byte[] payload)
    {
        var result = await function.InvokeAsync(payload);
        Assert.True(result.Succeeded || result.ErrorType is "InvalidLifecycleEventException", result.ErrorType);
        return result.Succeeded;
    }
}
