namespace LifecycleLambda.Tests.Template;

public sealed class StackTests
{
    private static readonly string[] PhysicalNames =
    [
        "AlarmName", "DashboardName", "FunctionName", "LogGroupName", "ManagedPolicyName", "Name", "QueueName", "RoleName", "RuleName", "TableName",
    ];

    // Two stacks live in one account.
    [Fact]
    public void Nothing_has_a_fixed_name()
    {
        var named =
            from resource in LifecycleTemplate.Resources.Entries
            from property in resource.Value["Properties"].Entries
            where PhysicalNames.Contains(property.Key) && !property.Value.Text.StartsWith("!Ref ", StringComparison.Ordinal)
            select property.Value.Path;

        Assert.Empty(named);
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var known = LifecycleTemplate.Parameters.Keys
            .Concat(LifecycleTemplate.Resources.Keys)
            .Concat(LifecycleTemplate.Root["Conditions"].Keys)
            .Concat(["AWS", "ConfirmationQueues"]); // pseudo parameters, and a variable of the dashboard's !Sub

        Assert.Empty(LifecycleTemplate.Root.References.Except(known));
    }

    [Fact]
    public void The_dashboard_can_be_switched_off()
    {
        Assert.Equal("HasDashboard", LifecycleTemplate.Resources["LifecycleDashboard/Condition"].Text);
        Assert.Equal("HasDashboard", LifecycleTemplate.Root["Outputs/DashboardUrl/Condition"].Text);
        Assert.Equal("true", LifecycleTemplate.Parameters["DashboardEnabled/Default"].Text);
    }

    [Fact]
    public void The_outputs_are_described_and_the_stream_is_exported()
    {
        var outputs = LifecycleTemplate.Root["Outputs"];

        Assert.Superset(
            new HashSet<string> { "TableName", "TableArn", "StreamArn", "FunctionArn", "FailedEventsQueueUrl", "UnprocessableEventsQueueUrl", "DashboardUrl" },
            outputs.Keys.ToHashSet());
        Assert.All(outputs.Entries, output => Assert.NotEmpty(output.Value["Description"].Text));
        Assert.Equal("!GetAtt PresenceTable.StreamArn", outputs["StreamArn/Value"].Text);
        Assert.Equal("{Name: !Sub ${AWS::StackName}-StreamArn}", outputs["StreamArn/Export"].Text);
    }
}
