using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Tests.Robustness;

/// <summary>A version of the ordering rule that is wrong in one place, as a change of the request that the product sends.</summary>
/// <param name="Name">Which condition, and what its place has become.</param>
/// <param name="Apply">Changes the request.</param>
internal sealed partial record Mutation(string Name, Action<JsonNode> Apply)
{
    private static readonly (string Type, string Condition)[] Conditions =
        [("connect", OrderingRule.ConnectedIsNewer), ("disconnect", OrderingRule.DisconnectedIsNewer)];

    /// <summary>What may stand in the place of a part by mistake. For a whole clause: that it always holds, and that it never does.</summary>
    private static readonly (Regex Part, string[] Mistakes)[] Mistakes =
    [
        (Comparator(), ["<", "<=", "=", "<>", ">=", ">"]),
        (Clause(), ["attribute_not_exists(nothing)", "attribute_exists(nothing)"]),
        (Operator(), ["AND", "OR"]),
        (new("attribute_not_exists"), ["attribute_exists"]),
        // A plain "put if absent" would ask for the key: an item that was provisioned beforehand would never take an event.
        (new(@"(?<=\()versionNumber(?=\))"), ["clientId"]),
        (Bound(), [":timestampMinusTolerance", ":timestampPlusTolerance"]),
        // The event's own type: only a disconnect ends a session.
        (new(":connected"), [":eventType"]),
    ];

    /// <summary>Mutants that mean the same as the rule, with the reason. Every other one must be noticed.</summary>
    internal static readonly Dictionary<string, string> Equivalent = new()
    {
        ["disconnect: versionNumber [= -> <=] :versionNumber"] = "a lower version is accepted before, so <= adds nothing to =",
        ["disconnect: eventType [= -> <=] :connected"] = "there are two event types, and disconnected is not <= connected",
    };

    internal static IEnumerable<Mutation> All() =>
    [
        .. from condition in Conditions
           from mistake in Mistakes
           from part in mistake.Part.Matches(condition.Condition)
           from wrong in mistake.Mistakes
           where wrong != part.Value
           select Replace(condition.Type, condition.Condition, part, wrong),
        .. from condition in Conditions
           from bound in new[] { ":timestampMinusTolerance", ":timestampPlusTolerance" }
           from difference in new[] { -1, 1 }
           select Move(condition.Type, condition.Condition, bound, difference),
    ];

    private static Mutation Replace(string type, string condition, Match part, string wrong)
    {
        var end = part.Index + part.Length;
        // The name shows the clause that the part is in, or the whole condition.
        var clause = Clause().Matches(condition).FirstOrDefault(clause => clause.Index <= part.Index && end <= clause.Index + clause.Length);
        var (from, to) = clause is null ? (0, condition.Length) : (clause.Index, clause.Index + clause.Length);
        return new($"{type}: {condition[from..part.Index]}[{part.Value} -> {wrong}]{condition[end..to]}", request =>
        {
            if ($"{request["ConditionExpression"]}" == condition)
            {
                request["ConditionExpression"] = condition[..part.Index] + wrong + condition[end..];
            }
        });
    }

    private static Mutation Move(string type, string condition, string bound, int milliseconds) =>
        new($"{type}: {bound} {milliseconds:+0;-0} ms", request =>
        {
            if ($"{request["ConditionExpression"]}" == condition)
            {
                var value = request["ExpressionAttributeValues"]![bound]!;
                value["N"] = $"{long.Parse($"{value["N"]}") + milliseconds}";
            }
        });

    [GeneratedRegex("(?<= )[<>=]+(?= )")]
    private static partial Regex Comparator();

    [GeneratedRegex(@"attribute_not_exists\(\w+\)|[#\w]+ [<>=]+ :\w+")]
    private static partial Regex Clause();

    [GeneratedRegex("AND|OR")]
    private static partial Regex Operator();

    [GeneratedRegex(@":timestamp\w+")]
    private static partial Regex Bound();
}
