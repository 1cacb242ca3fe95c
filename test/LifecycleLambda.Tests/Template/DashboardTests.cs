using System.Text.Json;
using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Template;

public sealed partial class DashboardTests
{
    private static readonly string Body = LifecycleTemplate.Properties("LifecycleDashboard")["DashboardBody/0"].Text;

    // AWS CloudFormation takes any text; Amazon CloudWatch would refuse it, or show nothing.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_JSON_with_and_without_the_confirmation(bool confirms)
    {
        var choice = LifecycleTemplate.Properties("LifecycleDashboard")["DashboardBody/1/ConfirmationQueues"];
        var queues = choice[confirms ? "1" : "2"].Text.Replace("!Sub ", "", StringComparison.Ordinal);

        using var dashboard = JsonDocument.Parse(Variable().Replace(Body.Replace("${ConfirmationQueues}", queues, StringComparison.Ordinal), "x"));

        Assert.Equal(6, dashboard.RootElement.GetProperty("widgets").GetArrayLength());
    }

    [Theory]
    [InlineData("Applied")]
    [InlineData("Duplicate")]
    [InlineData("Stale")]
    [InlineData("Invalid")]
    [InlineData("Failed")]
    [InlineData("EventAge")]
    [InlineData("disconnectReason")]
    [InlineData("TopicMatch")]
    [InlineData("ApproximateNumberOfMessagesVisible")]
    [InlineData("Duration")]
    public void Shows(string what) => Assert.Contains(what, Body, StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{[^}]+\}")]
    private static partial Regex Variable();
}
