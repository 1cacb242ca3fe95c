using LifecycleLambda.Local.Engine;

namespace LifecycleLambda.Tests.Support;

/// <summary>A client that sends another condition than the product's.</summary>
internal sealed class ConditionRewriter(EngineConnection connection, Func<string, string> rewrite)
    : RequestRewriter(connection, request => request.ConditionExpression = rewrite(request.ConditionExpression));
