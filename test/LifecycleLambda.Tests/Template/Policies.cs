namespace LifecycleLambda.Tests.Template;

/// <summary>What the template's policies say, one line per action and resource.</summary>
internal static class Policies
{
    /// <summary>Every statement in a role.</summary>
    internal static IEnumerable<string> OfRoles() =>
        from role in LifecycleTemplate.OfType("AWS::IAM::Role")
        from policy in role.Value["Properties/Policies"].Items
        from statement in Statements(policy["PolicyDocument"])
        from line in Lines(role.Key, statement)
        select line;

    /// <summary>Every statement in the policy of a queue.</summary>
    internal static IEnumerable<string> OfQueues() =>
        from policy in LifecycleTemplate.OfType("AWS::SQS::QueuePolicy")
        from statement in Statements(policy.Value["Properties/PolicyDocument"])
        let who = statement["Principal"].Text
        from line in Lines(who, statement)
        select $"{line} if {statement["Condition"].Text}";

    /// <summary>Who may assume a role, and when.</summary>
    internal static IEnumerable<string> OfTrust() =>
        from role in LifecycleTemplate.OfType("AWS::IAM::Role")
        from statement in Statements(role.Value["Properties/AssumeRolePolicyDocument"])
        select $"{role.Key}: {statement["Effect"].Text} {statement["Action"].Text} by {statement["Principal"].Text}"
            + (statement.Find("Condition") is { } condition ? $" if {condition.Text}" : "");

    private static IEnumerable<TemplateNode> Statements(TemplateNode document)
    {
        Assert.Equal("2012-10-17", document["Version"].Text);
        return document["Statement"].Items;
    }

    private static IEnumerable<string> Lines(string who, TemplateNode statement)
    {
        // What these would allow is not in the lines.
        Assert.DoesNotContain(statement.Keys, key => key is "NotAction" or "NotResource" or "NotPrincipal");
        return
            from action in statement["Action"].Texts
            from resource in statement["Resource"].Texts
            select $"{who}: {statement["Effect"].Text} {action} on {resource}";
    }
}
