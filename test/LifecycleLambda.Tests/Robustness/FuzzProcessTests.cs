using System.Text.Json;
using CsCheck;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>The same through the real process, on the real engine, and payloads as large as Lambda's limit.</summary>
public sealed class FuzzProcessTests(EngineFixture engine)
{
    private const int SixMegabytes = 6 * 1024 * 1024;

    /// <summary>What a message can name as wrong.</summary>
    internal static readonly string[] Fields =
    [
        "payload", "clientId", "timestamp", "eventType", "versionNumber", "sessionIdentifier", "principalIdentifier", "thingName",
        "ipAddress", "clientInitiatedDisconnect", "disconnectReason",
    ];

    [Fact]
    public async Task Process_applies_or_reports_every_payload_and_serves_the_next_event()
    {
        var table = await engine.CreateTableAsync();
        await using var function = await FunctionUnderTest.StartAsync([.. table.Connection.FunctionEnvironment(), new("AWS_LAMBDA_LOG_LEVEL", "TRACE")]);

        await FuzzPayloads.Any.SampleAsync(
            async payload => { await IsAppliedAsync(function, payload); }, iter: TestSize.Of(small: 100, full: 1000), threads: 1, print: Convert.ToBase64String);
        foreach (var (payload, isEvent) in Large())
        {
            Assert.Equal(isEvent, await IsAppliedAsync(function, Utf8(payload)));
        }

        var last = Connected(1, client: "the next event");
        Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(last.ToJson())).Body));
        function.Signal("TERM");
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(function.Lines, line => AssertLineWithoutSecrets(line));
        Assert.All((await table.ItemsAsync()).Values, item =>
        {
            Assert.True(long.Parse(item["timestamp"].N) >= 0 && long.Parse(item["versionNumber"].N) >= 0);
            Assert.True(item["eventType"].S is "connected" or "disconnected");
        });
    }

    /// <summary>One line of JSON, of which only the client id and the reason may hold what the sender wrote.</summary>
    internal static JsonElement AssertLineWithoutSecrets(string text)
    {
        var line = JsonElement.Parse(text);
        foreach (var property in line.EnumerateObject().Where(property => property.Name is not "clientId" and not "disconnectReason"))
        {
            Secrets.AssertNoneIn(property.Value.GetRawText());
        }

        return line;
    }

    private static async Task<bool> IsAppliedAsync(FunctionUnderTest function, byte[] payload)
    {
        var result = await function.InvokeAsync(payload);
        if (!result.Succeeded)
        {
            Assert.Equal("InvalidLifecycleEventException", result.ErrorType);
            Assert.Contains(Fields, field => result.ErrorMessage!.Contains($" {field} ", StringComparison.Ordinal));
            Assert.Equal(JsonValueKind.Array, JsonElement.Parse(result.Body.Span).GetProperty("stackTrace").ValueKind);
            Secrets.AssertNoneIn(System.Text.Encoding.UTF8.GetString(result.Body.Span));
        }

        return result.Succeeded;
    }

    private static IEnumerable<(string Payload, bool IsEvent)> Large() =>
    [
        (new string('[', SixMegabytes), false),
        (new string('\0', SixMegabytes), false),
        (Event($"\"clientId\":\"{new string('x', SixMegabytes)}\""), false),
        (Event($"\"versionNumber\":{new string('9', SixMegabytes)}"), false),
        (new string(' ', SixMegabytes) + Event("\"thingName\":\"pump\""), true),
        (Event($"\"unknown\":\"{new string('x', SixMegabytes)}\""), true),
        (Event(FuzzPayloads.Repeat("\"unknown\":1,", SixMegabytes / 12) + "\"last\":1"), true),
    ];

    private static string Event(string field) =>
        "{\"clientId\":\"large\",\"timestamp\":1702562499818,\"eventType\":\"connected\",\"versionNumber\":0," + field + "}";
}
