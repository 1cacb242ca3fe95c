using CsCheck;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>The same through the real process, on the real engine, and payloads as large as Lambda's limit.</summary>
public sealed class FuzzProcessTests(EngineFixture engine) : TableTest(engine)
{
    private const int SixMegabytes = 6 * 1024 * 1024;

    [Fact]
    public async Task Process_applies_or_reports_every_payload_and_serves_the_next_event()
    {
        await using var function = await FunctionUnderTest.StartAsync([.. Table.Connection.FunctionEnvironment(), new("AWS_LAMBDA_LOG_LEVEL", "TRACE")]);

        await FuzzPayloads.Any.SampleAsync(
            async payload => { await IsAppliedAsync(function, payload); }, iter: TestSize.Of(small: 100, full: 1000), threads: 1, print: Convert.ToBase64String);
        foreach (var (payload, isEvent) in Large())
        {
            Assert.Equal(isEvent, await IsAppliedAsync(function, Utf8(payload)));
        }

        Assert.Equal(Outcome.Applied, await function.DeliverAsync(Connected(1, client: "the next event")));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(function.Lines, FuzzTests.AssertWithoutSecrets);
    }

    private static async Task<bool> IsAppliedAsync(FunctionUnderTest function, byte[] payload)
    {
        var result = await function.InvokeAsync(payload);
        Assert.True(result.Succeeded || result.ErrorType is "InvalidLifecycleEventException", result.ErrorType);
        return result.Succeeded;
    }

    private static IEnumerable<(string Payload, bool IsEvent)> Large() =>
    [
        (new string('[', SixMegabytes), false),
        (Event($"\"clientId\":\"{new string('x', SixMegabytes)}\""), false),
        (Event($"\"versionNumber\":{new string('9', SixMegabytes)}"), false),
        (new string(' ', SixMegabytes) + Event("\"thingName\":\"pump\""), true),
        (Event($"\"unknown\":\"{new string('x', SixMegabytes)}\""), true),
        (Event(FuzzPayloads.Repeat("\"unknown\":1,", SixMegabytes / 12) + "\"last\":1"), true),
    ];

    private static string Event(string field) =>
        "{\"clientId\":\"large\",\"timestamp\":1702562499818,\"eventType\":\"connected\",\"versionNumber\":0," + field + "}";
}
