using static LifecycleLambda.Tests.Local.Commands.ClientsOfEachKind;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class ShowCommandTests(EngineFixture engine)
{
    [Fact]
    public async Task State_of_a_client_is_shown_in_words()
    {
        var result = await RunAsync(engine, "show", "sensor-4");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"sensor-4 is offline since {Now.AddMinutes(-5):u} (", result.Output, StringComparison.Ordinal);
        Assert.Contains($"), connection lost, confirmed {Now:u}.", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets.Address, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_personal_adds_the_personal_data() =>
        Assert.Contains(Secrets.Address, (await RunAsync(engine, "show", "sensor-4", "--personal")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Client_id_without_an_event_is_shown_escaped() => Assert.Equal(
        "provis\\u001Bioned has neither connected nor disconnected yet.\n", (await RunAsync(engine, "show", "provis\u001bioned")).Output);

    [Fact]
    public async Task Unknown_client_fails()
    {
        var result = await RunAsync(engine, "show", "nobody");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("Can't show client nobody", result.Errors, StringComparison.Ordinal);
    }
}
