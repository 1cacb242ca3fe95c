using System.Text.Json;
using LifecycleLambda.Events;

namespace LifecycleLambda.Tests.Template;

public sealed class SampleEventTests
{
    private static readonly string Events = Path.Combine(LifecycleTemplate.Repository, "test", "events");

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Events, "*.json").Select(file => Path.GetFileName(file)).Where(name => name != "env.json").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Is_a_lifecycle_event_and_named_for_its_type(string sample)
    {
        var lifecycleEvent = LifecycleEventReader.Read(JsonPayload.Parse(File.ReadAllBytes(Path.Combine(Events, sample))), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

        Assert.Contains($"-{lifecycleEvent.EventType.ToAwsName()}-", sample, StringComparison.Ordinal);
    }

    // sam local overrides only variables that the template declares.
    [Fact]
    public void The_environment_for_sam_local_sets_what_the_template_declares()
    {
        using var environment = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Events, "env.json")));
        var function = Assert.Single(environment.RootElement.EnumerateObject());

        Assert.Equal("LifecycleFunction", function.Name);
        Assert.Subset(
            LifecycleTemplate.Function["Environment/Variables"].Keys.ToHashSet(),
            function.Value.EnumerateObject().Select(variable => variable.Name).ToHashSet());
    }
}
