namespace LifecycleLambda.Tests.Template;

public sealed class PermissionTests
{
    [Fact]
    public void The_roles_may_do_exactly_this() => Assert.Equal(
        [
            "RuleErrorRole: Allow sqs:SendMessage on !GetAtt FailedEventsQueue.Arn",
            $"RuleErrorRole: Allow sqs:SendMessage on {IfOn("BuffersEvents", "BufferedEventsQueue")}",
            "LifecycleRole: Allow dynamodb:UpdateItem on !GetAtt PresenceTable.Arn",
            "LifecycleRole: Allow !If [CountsClients, dynamodb:Scan, !Ref AWS::NoValue] on !GetAtt PresenceTable.Arn",
            "LifecycleRole: Allow logs:CreateLogStream on !GetAtt LifecycleLogGroup.Arn",
            "LifecycleRole: Allow logs:PutLogEvents on !GetAtt LifecycleLogGroup.Arn",
            "LifecycleRole: Allow sqs:SendMessage on !GetAtt FailedEventsQueue.Arn",
            .. from action in (string[])["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
               from queue in (string[])["!GetAtt FailedEventsQueue.Arn", IfOn("BuffersEvents", "BufferedEventsQueue"), IfOn("ConfirmsOffline", "OfflineConfirmationQueue")]
               select $"LifecycleRole: Allow {action} on {queue}",
            .. ReadsTheStream("OfflineConfirmationPipeRole"),
            "OfflineConfirmationPipeRole: Allow sqs:SendMessage on !GetAtt OfflineConfirmationQueue.Arn",
            "OfflineConfirmationPipeRole: Allow sqs:SendMessage on !GetAtt UnreadRecordsQueue.Arn",
            .. ReadsTheStream("EventBusPipeRole"),
            "EventBusPipeRole: Allow events:PutEvents on !Sub arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBusName}",
            "EventBusPipeRole: Allow sqs:SendMessage on !GetAtt UnsentChangesQueue.Arn",
            "CountScheduleRole: Allow lambda:InvokeFunction on !GetAtt LifecycleFunction.Arn",
        ],
        Policies.OfRoles());

    [Fact]
    public void Every_queue_refuses_what_does_not_come_over_TLS_and_allows_nothing() => Assert.Equal(
        LifecycleTemplate.OfType("AWS::SQS::Queue")
            .Select(queue => $"*: Deny sqs:* on !GetAtt {queue.Key}.Arn if {{Bool: {{aws:SecureTransport: false}}}}").Order(),
        Policies.OfQueues().Order());

    [Fact]
    public void Each_role_serves_one_service_of_this_account() => Assert.Equal(
        [
            $"RuleErrorRole: Allow sts:AssumeRole by {{Service: iot.amazonaws.com}} if {From("iot", "rule/*")}",
            "LifecycleRole: Allow sts:AssumeRole by {Service: lambda.amazonaws.com}",
            $"OfflineConfirmationPipeRole: Allow sts:AssumeRole by {{Service: pipes.amazonaws.com}} if {From("pipes", "pipe/*")}",
            $"EventBusPipeRole: Allow sts:AssumeRole by {{Service: pipes.amazonaws.com}} if {From("pipes", "pipe/*")}",
            $"CountScheduleRole: Allow sts:AssumeRole by {{Service: scheduler.amazonaws.com}} if {From("scheduler", "schedule-group/default")}",
        ],
        Policies.OfTrust());

    [Fact]
    public void No_policy_stands_outside_of_its_role()
    {
        Assert.DoesNotContain(LifecycleTemplate.Resources.Entries, entry => entry.Value["Type"].Text is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy");
        Assert.All(LifecycleTemplate.OfType("AWS::IAM::Role"), role =>
            Assert.Equal(["Description", "AssumeRolePolicyDocument", "Policies"], role.Value["Properties"].Keys));
        // SAM adds to the role that it generates; there must be none.
        Assert.Equal("!GetAtt LifecycleRole.Arn", LifecycleTemplate.Function["Role"].Text);
        Assert.Null(LifecycleTemplate.Function.Find("Policies"));
        Assert.Null(LifecycleTemplate.Function.Find("Events"));
    }

    [Fact]
    public void Only_the_two_rules_of_this_account_may_invoke_the_function() => Assert.All(
        LifecycleTemplate.OfType("AWS::Lambda::Permission"), permission =>
        {
            Assert.Equal("iot.amazonaws.com", permission.Value["Properties/Principal"].Text);
            Assert.Equal("!Ref AWS::AccountId", permission.Value["Properties/SourceAccount"].Text);
            Assert.Contains(":rule/${Rule}, {Rule: ", permission.Value["Properties/SourceArn"].Text, StringComparison.Ordinal);
        });

    private static IEnumerable<string> ReadsTheStream(string role) =>
        from action in (string[])["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]
        select $"{role}: Allow dynamodb:{action} on !GetAtt PresenceTable.StreamArn";

    private static string IfOn(string condition, string queue) => $"!If [{condition}, !GetAtt {queue}.Arn, !Ref AWS::NoValue]";

    private static string From(string service, string resource) =>
        "{StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}, ArnLike: {aws:SourceArn: !Sub "
            + $"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}}}}}";
}
