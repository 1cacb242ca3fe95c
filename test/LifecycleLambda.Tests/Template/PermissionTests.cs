namespace LifecycleLambda.Tests.Template;

public sealed class PermissionTests
{
    private const string TlsOnly = "if {Bool: {aws:SecureTransport: false}}";

    [Fact]
    public void The_roles_may_do_exactly_this() => Assert.Equal(
        [
            "RuleErrorRole: Allow sqs:SendMessage on !GetAtt FailedEventsQueue.Arn",
            "LifecycleRole: Allow dynamodb:UpdateItem on !GetAtt PresenceTable.Arn",
            "LifecycleRole: Allow logs:CreateLogStream on !GetAtt LifecycleLogGroup.Arn",
            "LifecycleRole: Allow logs:PutLogEvents on !GetAtt LifecycleLogGroup.Arn",
            "LifecycleRole: Allow sqs:SendMessage on !GetAtt FailedEventsQueue.Arn",
            "LifecycleRole: Allow sqs:DeleteMessage on !GetAtt FailedEventsQueue.Arn",
            "LifecycleRole: Allow sqs:DeleteMessage on !If [ConfirmsOffline, !GetAtt OfflineConfirmationQueue.Arn, !Ref AWS::NoValue]",
            "LifecycleRole: Allow sqs:GetQueueAttributes on !GetAtt FailedEventsQueue.Arn",
            "LifecycleRole: Allow sqs:GetQueueAttributes on !If [ConfirmsOffline, !GetAtt OfflineConfirmationQueue.Arn, !Ref AWS::NoValue]",
            "LifecycleRole: Allow sqs:ReceiveMessage on !GetAtt FailedEventsQueue.Arn",
            "LifecycleRole: Allow sqs:ReceiveMessage on !If [ConfirmsOffline, !GetAtt OfflineConfirmationQueue.Arn, !Ref AWS::NoValue]",
            "OfflineConfirmationPipeRole: Allow dynamodb:DescribeStream on !GetAtt PresenceTable.StreamArn",
            "OfflineConfirmationPipeRole: Allow dynamodb:GetRecords on !GetAtt PresenceTable.StreamArn",
            "OfflineConfirmationPipeRole: Allow dynamodb:GetShardIterator on !GetAtt PresenceTable.StreamArn",
            "OfflineConfirmationPipeRole: Allow dynamodb:ListStreams on !GetAtt PresenceTable.StreamArn",
            "OfflineConfirmationPipeRole: Allow sqs:SendMessage on !GetAtt OfflineConfirmationQueue.Arn",
            "OfflineConfirmationPipeRole: Allow sqs:SendMessage on !GetAtt UnreadRecordsQueue.Arn",
        ],
        Policies.OfRoles());

    [Fact]
    public void The_queues_refuse_what_does_not_come_over_TLS_and_allow_nothing() => Assert.Equal(
        [
            $"*: Deny sqs:* on !GetAtt FailedEventsQueue.Arn {TlsOnly}",
            $"*: Deny sqs:* on !GetAtt UnprocessableEventsQueue.Arn {TlsOnly}",
            $"*: Deny sqs:* on !GetAtt OfflineConfirmationQueue.Arn {TlsOnly}",
            $"*: Deny sqs:* on !GetAtt UnreadRecordsQueue.Arn {TlsOnly}",
        ],
        Policies.OfQueues());

    [Fact]
    public void Each_role_serves_one_service_of_this_account() => Assert.Equal(
        [
            "RuleErrorRole: Allow sts:AssumeRole by {Service: iot.amazonaws.com} if {StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}, "
                + "ArnLike: {aws:SourceArn: !Sub arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/*}}",
            "LifecycleRole: Allow sts:AssumeRole by {Service: lambda.amazonaws.com}",
            "OfflineConfirmationPipeRole: Allow sts:AssumeRole by {Service: pipes.amazonaws.com} if {StringEquals: {aws:SourceAccount: "
                + "!Ref AWS::AccountId}, ArnLike: {aws:SourceArn: !Sub arn:${AWS::Partition}:pipes:${AWS::Region}:${AWS::AccountId}:pipe/*}}",
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
    public void Only_the_two_rules_of_this_account_may_invoke_the_function()
    {
        var permissions = LifecycleTemplate.OfType("AWS::Lambda::Permission").Select(permission => permission.Value["Properties"].Text);

        Assert.Equal([InvokedBy("ConnectedRule"), InvokedBy("DisconnectedRule")], permissions);

        static string InvokedBy(string rule) =>
            "{Action: lambda:InvokeFunction, FunctionName: !Ref LifecycleFunction, Principal: iot.amazonaws.com, "
            + $"SourceArn: !GetAtt {rule}.Arn, SourceAccount: !Ref AWS::AccountId}}";
    }
}
