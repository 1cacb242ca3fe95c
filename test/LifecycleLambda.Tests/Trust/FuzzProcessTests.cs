using System.Text.Json;
using CsCheck;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Trust;

/// <summary>The same through the real process, on the real engine.</summary>
public sealed class FuzzProcessTests(EngineFixture engine)
{
    private const int Inputs = 1000;

    [Fact]
    public async Task Process_applies_or_reports_every_payload_and_serves_the_next_event()
    {
        var table = await engine.CreateTableAsync();
        var environment = table.Connection.FunctionEnvironment().ToDictionary();
        environment["AWS_LAMBDA_LOG_LEVEL"] = "TRACE";
        await using var function = await FunctionUnderTest.StartAsync(environment);

        await FuzzPayloads.Any.SampleAsync(payload => DeliverAsync(function, payload), iter: Inputs, threads: 1, print: Convert.ToBase64String);
        foreach (var name in FuzzTests.Large())
        {
            await DeliverAsync(function, FuzzTests.Payload(name));
        }

        var last = Connected(1, client: "the next event");
        Assert.Equal(Outcome.Applied, OutcomeIn((await function.InvokeAsync(last.ToJson())).Body));
        function.Terminate();
        Assert.Equal(0, await function.ExitCodeAsync());
        Assert.All(function.Lines, AssertIsOneLineOfJsonWithoutPersonalData);
        Assert.All((await table.ItemsAsync()).Values, item =>
        {
            Assert.True(long.Parse(item["timestamp"].N) >= 0 && long.Parse(item["versionNumber"].N) >= 0);
            Assert.True(item["eventType"].S is "connected" or "disconnected");
        });
    }

    private static async Task DeliverAsync(FunctionUnderTest function, byte[] payload)
    {
        var result = await function.InvokeAsync(payload);
        if (!result.Succeeded)
        {
            Assert.Equal("InvalidLifecycleEventException", result.ErrorType);
            Assert.Contains(FuzzTarget.Fields, field => result.ErrorMessage!.Contains($" {field} ", StringComparison.Ordinal));
            FuzzTarget.AssertSilentOnPersons(System.Text.Encoding.UTF8.GetString(result.Body.Span));
        }
    }

    internal static void AssertIsOneLineOfJsonWithoutPersonalData(string text)
    {
        using var line = JsonDocument.Parse(text);
        foreach (var property in line.RootElement.EnumerateObject().Where(p => p.Name is not "clientId" and not "disconnectReason"))
        {
            FuzzTarget.AssertSilentOnPersons(property.Value.GetRawText());
        }
    }
}
