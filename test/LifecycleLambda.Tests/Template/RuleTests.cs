namespace LifecycleLambda.Tests.Template;

public sealed class RuleTests
{
    [Theory]
    [InlineData("ConnectedRule", "connected")]
    [InlineData("DisconnectedRule", "disconnected")]
    public void Hands_its_hierarchy_to_the_function_and_failures_to_the_queue(string rule, string hierarchy)
    {
        var payload = LifecycleTemplate.Properties(rule)["TopicRulePayload"];
        var all = $"SELECT * FROM '$aws/events/presence/{hierarchy}/#'";

        Assert.Equal("2016-03-23", payload["AwsIotSqlVersion"].Text);
        Assert.Equal("false", payload["RuleDisabled"].Text);
        Assert.Equal($"!If [ExcludesConsoleClients, {all} WHERE NOT startswith(clientId, 'iotconsole-'), {all}]", payload["Sql"].Text);
        Assert.Equal("[{Lambda: {FunctionArn: !GetAtt LifecycleFunction.Arn}}]", payload["Actions"].Text);
        Assert.Equal(
            "{Sqs: {QueueUrl: !Ref FailedEventsQueue, RoleArn: !GetAtt RuleErrorRole.Arn, UseBase64: false}}",
            payload["ErrorAction"].Text);
    }

    [Fact]
    public void There_are_two_rules() =>
        Assert.Equal(["ConnectedRule", "DisconnectedRule"], LifecycleTemplate.OfType("AWS::IoT::TopicRule").Select(rule => rule.Key));
}
