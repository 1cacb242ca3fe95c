namespace LifecycleLambda.Tests.Support;

/// <summary>Sends another condition than the product's.</summary>
internal sealed class ConditionRewriter(Func<string, string> rewrite)
    : RequestRewriter(request => request["ConditionExpression"] = rewrite($"{request["ConditionExpression"]}"));
