using System.Text.Json.Nodes;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Tests.Trust;

/// <summary>A version of the ordering rule that is wrong in one place, as a change of the request that the product sends.</summary>
/// <param name="Name">Which condition, and what its place has become.</param>
/// <param name="Apply">Changes the request.</param>
internal sealed record Mutation(string Name, Action<JsonNode> Apply)
{
    /// <summary>Mutants that mean the same as the rule, with the reason. Every other one must be noticed.</summary>
    internal static readonly Dictionary<string, string> Equivalent = new()
    {
        ["disconnect: versionNumber = :versionNumber -> versionNumber <= :versionNumber"] =
            "a lower version is accepted by 3a already, so <= adds nothing to =",
        ["disconnect: eventType = :connected -> eventType <= :connected"] =
            "there are two event types, and disconnected is not <= connected",
    };

    internal static IEnumerable<Mutation> All() =>
    [
        .. Of("connect", OrderingRule.ConnectedIsNewer),
        .. Of("disconnect", OrderingRule.DisconnectedIsNewer),
        .. Bounds(),
    ];

    private static IEnumerable<Mutation> Of(string condition, string expression) =>
        from change in MutationCondition.Parse(expression).Mutants()
        let mutant = change.Mutant.ToString()
        select new Mutation($"{condition}: {change.Change}", request =>
        {
            if ($"{request["ConditionExpression"]}" == expression)
            {
                request["ConditionExpression"] = mutant;
            }
        });

    private static IEnumerable<Mutation> Bounds() =>
        from condition in new[] { OrderingRule.ConnectedIsNewer, OrderingRule.DisconnectedIsNewer }
        from bound in new[] { ":timestampMinusTolerance", ":timestampPlusTolerance" }
        from difference in new[] { -1, 1 }
        let type = condition == OrderingRule.ConnectedIsNewer ? "connect" : "disconnect"
        select new Mutation($"{type}: {bound} {difference:+0;-0} ms", request =>
        {
            if ($"{request["ConditionExpression"]}" == condition)
            {
                var value = request["ExpressionAttributeValues"]![bound]!;
                value["N"] = $"{long.Parse($"{value["N"]}") + difference}";
            }
        });
}
