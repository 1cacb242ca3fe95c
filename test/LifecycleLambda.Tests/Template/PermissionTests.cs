namespace LifecycleLambda.Tests.Template;

public sealed class PermissionTests
{
    [Fact]
    public void The_roles_may_do_exactly_this() => Assert.Equal(
        [
            "RuleQueueRole: Allow sqs:SendMessage on !GetAtt FailedEventsQueue.Arn",
            $"RuleQueueRole: Allow sqs:SendMessage on {IfOn("BuffersEvents", "BufferedEventsQueue")}",
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
        from role in LifecycleTemplate.OfType("AWS::IAM::Role")
        from policy in role.Value["Properties"]["Policies"].Items
        from statement in policy["PolicyDocument"]["Statement"].Items
        from action in statement["Action"].Texts
        from resource in statement["Resource"].Texts
        select $"{role.Key}: {statement["Effect"].Text} {action} on {resource}");

    [Fact]
    public void Policies_are_part_of_their_roles()
    {
        Assert.DoesNotContain(LifecycleTemplate.Resources.Entries, entry => entry.Value["Type"].Text is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy");
        Assert.All(LifecycleTemplate.OfType("AWS::IAM::Role"), role => Assert.Null(role.Value["Properties"].Find("ManagedPolicyArns")));
    }

    [Fact]
    public void Queue_policies_do_nothing_but_deny_access_without_TLS()
    {
        var refused =
            from policy in LifecycleTemplate.OfType("AWS::SQS::QueuePolicy")
            from statement in policy.Value["Properties"]["PolicyDocument"]["Statement"].Items
            from queue in statement["Resource"].Texts
            select $"{statement["Effect"].Text} {statement["Action"].Text} to {statement["Principal"].Text} on {queue} if {statement["Condition"].Text}";

        Assert.Equal(
            LifecycleTemplate.OfType("AWS::SQS::Queue").Select(queue => $"Deny sqs:* to * on !GetAtt {queue.Key}.Arn if {{Bool: {{aws:SecureTransport: false}}}}").Order(),
            refused.Order());
    }

    // Lambda alone assumes a role for the function that names it; the others act on behalf of whoever asks them.
    [Fact]
    public void Service_acts_for_this_account_only()
    {
        var trusted = LifecycleTemplate.OfType("AWS::IAM::Role").Where(role => role.Key is not "LifecycleRole")
            .Select(role => role.Value["Properties"]["AssumeRolePolicyDocument"].Text);

        Assert.All(trusted, policy => Assert.Contains("{StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}", policy, StringComparison.Ordinal));
        Assert.All(LifecycleTemplate.OfType("AWS::Lambda::Permission"), permission =>
            Assert.Equal("!Ref AWS::AccountId", permission.Value["Properties"]["SourceAccount"].Text));
    }

    private static IEnumerable<string> ReadsTheStream(string role) =>
        from action in (string[])["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]
        select $"{role}: Allow dynamodb:{action} on !GetAtt PresenceTable.StreamArn";

    private static string IfOn(string condition, string queue) => $"!If [{condition}, !GetAtt {queue}.Arn, !Ref AWS::NoValue]";
}
