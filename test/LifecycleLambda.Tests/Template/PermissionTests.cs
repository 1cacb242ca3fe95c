using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

public sealed class PermissionTests
{
    [Fact]
    public void Roles_have_exactly_the_listed_permissions()
    {
        // The statement for the key is !If [HasKmsKey, statement, !Ref AWS::NoValue].
        var permissions =
            from role in LifecycleTemplate.OfType("AWS::IAM::Role")
            from policy in role.Value["Properties"]["Policies"].Items
            from item in policy["PolicyDocument"]["Statement"].Items
            let statement = item is YamlSequenceNode ? item[1] : item
            from action in statement["Action"].Texts
            from resource in statement["Resource"].Texts
            let services = statement.Find("Condition")?["StringLike"]["kms:ViaService"].Texts
            select $"{role.Key}: {statement["Effect"].Text} {action} on {resource}"
                + (services is null ? "" : $" through {string.Join(" or ", services)}");

        Assert.Equal(Repository.Read("test", "LifecycleLambda.Tests", "Template", "permissions.txt").TrimEnd().Split('\n'), permissions);
    }

    [Fact]
    public void Policies_are_defined_in_their_roles()
    {
        Assert.Empty(LifecycleTemplate.OfType("AWS::IAM::Policy"));
        Assert.Empty(LifecycleTemplate.OfType("AWS::IAM::ManagedPolicy"));
        Assert.All(LifecycleTemplate.OfType("AWS::IAM::Role"), role => Assert.Null(role.Value["Properties"].Find("ManagedPolicyArns")));
    }

    [Fact]
    public void Roles_have_the_permissions_boundary() => Assert.All(LifecycleTemplate.OfType("AWS::IAM::Role"), role => Assert.Equal(
        "!If [HasPermissionsBoundary, !Ref PermissionsBoundaryArn, !Ref AWS::NoValue]",
        role.Value["Properties"]["PermissionsBoundary"].Text));

    [Theory]
    [InlineData("AWS::SQS::Queue", "KmsMasterKeyId", "!Ref KmsKeyArn")]
    [InlineData("AWS::SQS::Queue", "SqsManagedSseEnabled", "false", "true")]
    [InlineData("AWS::Logs::LogGroup", "KmsKeyId", "!Ref KmsKeyArn")]
    [InlineData("AWS::DynamoDB::Table", "SSESpecification", "{SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref KmsKeyArn}")]
    public void Key_encrypts_whatever_is_stored(string type, string property, string withKey, string withoutKey = "!Ref AWS::NoValue") =>
        Assert.All(LifecycleTemplate.OfType(type), resource => Assert.Equal(
            $"!If [HasKmsKey, {withKey}, {withoutKey}]", resource.Value["Properties"][property].Text));

    [Fact]
    public void Queue_policies_only_deny_access_without_TLS()
    {
        var denied =
            from policy in LifecycleTemplate.OfType("AWS::SQS::QueuePolicy")
            from statement in policy.Value["Properties"]["PolicyDocument"]["Statement"].Items
            from queue in statement["Resource"].Texts
            select $"{statement["Effect"].Text} {statement["Action"].Text} to {statement["Principal"].Text} on {queue} "
                + $"if {statement["Condition"].Text}";

        Assert.Equal(
            from queue in LifecycleTemplate.OfType("AWS::SQS::Queue")
            orderby queue.Key
            select $"Deny sqs:* to * on !GetAtt {queue.Key}.Arn if {{Bool: {{aws:SecureTransport: false}}}}",
            denied.Order());
    }

    // If one role breaks, the other action of the rule still keeps its events.
    [Theory]
    [InlineData("ConnectedRule")]
    [InlineData("DisconnectedRule")]
    public void Role_serves_one_action_of_one_rule(string rule)
    {
        var payload = LifecycleTemplate.Properties(rule)["TopicRulePayload"];
        string[] actions = [payload["Actions"].Text, payload["ErrorAction"].Text];
        string[] roles = [$"{rule}Role", $"{rule}ErrorRole"];

        Assert.Equal(roles, actions.Select(action => Regex.Match(action, "RoleArn: !GetAtt (.*?).Arn").Groups[1].Value));
        Assert.All(roles, role =>
        {
            var trust = LifecycleTemplate.Properties(role)["AssumeRolePolicyDocument"]["Statement"][0]["Condition"];
            Assert.Equal(
                LifecycleTemplate.Properties($"{rule}Permission")["SourceArn"].Text, trust["ArnEquals"]["aws:SourceArn"].Text);
        });
    }

    // AWS Lambda assumes a role only for the function that names it. The other services could act on behalf of another account.
    [Fact]
    public void Service_acts_for_this_account_only()
    {
        var trusted = LifecycleTemplate.OfType("AWS::IAM::Role").Where(role => role.Key is not "LifecycleRole")
            .Select(role => role.Value["Properties"]["AssumeRolePolicyDocument"].Text);

        const string Condition = "{StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}";
        Assert.All(trusted, policy => Assert.Contains(Condition, policy, StringComparison.Ordinal));
        Assert.All(LifecycleTemplate.OfType("AWS::Lambda::Permission"), permission =>
            Assert.Equal("!Ref AWS::AccountId", permission.Value["Properties"]["SourceAccount"].Text));
    }
}
