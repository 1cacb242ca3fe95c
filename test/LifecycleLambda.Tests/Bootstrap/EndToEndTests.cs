using CsCheck;

namespace LifecycleLambda.Tests.Bootstrap;

public sealed class EndToEndTests(EngineFixture engine) : TableTest(engine)
{
    [Fact]
    public async Task Process_serves_every_sample_payload_until_SIGTERM()
    {
        await using var function = await FunctionUnderTest.StartAsync(Table.Connection);
        var outcomes = new List<Outcome>();
        foreach (var file in Files())
        {
            var result = await function.InvokeAsync(await File.ReadAllBytesAsync(file, Cancellation));
            Assert.True(result.Succeeded, $"{file}: {result.ErrorMessage}");
            outcomes.Add(OutcomeIn(result.Body));
        }

        Assert.Equal([.. Enumerable.Repeat(Outcome.Applied, 10), Outcome.Stale, Engine.Duplicate], outcomes);
        Assert.Equal(
            [
                "building-7/floor-2/gateway", "iotconsole-4b0d04fe-a776-472a-9121-f7fe39ab680f", "kühlraum-温度-3",
                "sensor-17", "sensor-18", "test",
            ],
            (await Table.ItemsAsync()).Keys.Order(StringComparer.Ordinal).ToArray());
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.Equal(outcomes.Count, function.Lines.Count);
        Assert.All(function.Lines, line => Assert.StartsWith("""{"level":"INFO","timestamp":""", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PRESENCE_TABLE_NAME", "")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "nowhere")]
    public async Task Failed_start_up_is_reported_without_credentials(string variable, string value)
    {
        await using var function = await FunctionUnderTest.StartAsync(
            Engine.Connection("presence"), [.. Secrets.Credentials(), new(variable, value)]);

        Assert.Equal(1, await function.ExitCodeAsync());
        var error = await function.RuntimeApi.InitError.WaitAsync(Cancellation);
        Assert.Equal("SettingException", error.ErrorType);
        Assert.StartsWith(variable, error.ErrorMessage, StringComparison.Ordinal);
        var line = Assert.Single(function.Lines);
        Assert.Contains("\"level\":\"FATAL\"", line, StringComparison.Ordinal);
        Assert.Contains(variable, line, StringComparison.Ordinal);
        Secrets.AssertNoneIn(line + Encoding.UTF8.GetString(error.Body.Span));
    }

    [Fact]
    public async Task Process_survives_every_payload()
    {
        await using var function = await FunctionUnderTest.StartAsync(
            Table.Connection, new KeyValuePair<string, string>("AWS_LAMBDA_LOG_LEVEL", "TRACE"));

        await FuzzPayloads.Any.SampleAsync(
            async payload => { await IsAppliedAsync(function, payload); },
            iter: Sized(small: 100, full: 1000), threads: 1, print: Convert.ToBase64String);
        foreach (var (payload, isEvent) in FuzzPayloads.Largest)
        {
            Assert.Equal(isEvent, await IsAppliedAsync(function, Utf8(payload)));
        }

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1, client: "the next event")));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(function.Lines, Secrets.AssertNoneInLogLine);
    }

    private static async Task<bool> IsAppliedAsync(FunctionUnderTest function, byte[] payload)
    {
        var result = await function.InvokeAsync(payload);
        Assert.True(result.Succeeded || result.ErrorType is "InvalidLifecycleEventException", result.ErrorType);
        return result.Succeeded;
    }
}
