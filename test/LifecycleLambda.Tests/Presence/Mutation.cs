using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Presence;

/// <summary>A change of the function's request that makes the ordering rule wrong in one place.</summary>
/// <param name="Name">The wrong condition, or the deviation of a bound.</param>
/// <param name="Apply">Changes the request.</param>
internal sealed partial record Mutation(string Name, Action<JsonNode> Apply)
{
    /// <summary>The parts of a condition with their replacements. A whole clause is replaced by one that always or never holds.</summary>
    private static readonly (Regex Part, string[] Mistakes)[] Mistakes =
    [
        (new("(?<= )[<>=]+(?= )"), ["<", "<=", "=", "<>", ">=", ">"]),
        (new(@"attribute_not_exists\(\w+\)|[#\w]+ [<>=]+ :\w+"), ["attribute_not_exists(nothing)", "attribute_exists(nothing)"]),
        (new("AND|OR"), ["AND", "OR"]),
        (new("attribute_not_exists"), ["attribute_exists"]),
        // A plain "put if absent" checks the key, so it would reject every event of a provisioned client.
        (new(@"(?<=\()versionNumber(?=\))"), ["clientId"]),
        (new(@":timestamp\w+"), [":timestampMinusTolerance", ":timestampPlusTolerance"]),
        // A disconnect ends a session only if the stored event is a connect. This mutation requires the arriving event's type instead.
        (new(":connected"), [":eventType"]),
    ];

    /// <summary>The mutations that are equivalent to the rule. Every other mutation must make a case fail.</summary>
    internal static readonly string[] Equivalent =
    [
        // Another clause accepts a lower stored version already, so <= adds nothing to =.
        OrderingRule.DisconnectedIsNewer.Replace("versionNumber = ", "versionNumber <= ", StringComparison.Ordinal),
        // The only other event type is disconnected, which is greater than connected.
        OrderingRule.DisconnectedIsNewer.Replace("eventType = ", "eventType <= ", StringComparison.Ordinal),
    ];

    internal static Dictionary<string, Mutation> All { get; } = Mutate(OrderingRule.ConnectedIsNewer)
        .Concat(Mutate(OrderingRule.DisconnectedIsNewer)).ToDictionary(mutation => mutation.Name);

    private static IEnumerable<Mutation> Mutate(string condition) =>
    [
        .. from mistake in Mistakes
           from part in mistake.Part.Matches(condition)
           from wrong in mistake.Mistakes
           where wrong != part.Value
           let changed = condition[..part.Index] + wrong + condition[(part.Index + part.Length)..]
           select new Mutation(changed, request => request["ConditionExpression"] = changed).OnlyFor(condition),
        .. from bound in new[] { ":timestampMinusTolerance", ":timestampPlusTolerance" }
           from milliseconds in new[] { -1, 1 }
           let name = $"{bound} {milliseconds:+0;-0} ms in {condition}"
           select new Mutation(name, request => Move(request, bound, milliseconds)).OnlyFor(condition),
    ];

    /// <summary>Returns a mutation that changes only the requests with this condition.</summary>
    private Mutation OnlyFor(string condition) => new(Name, request =>
    {
        if ($"{request["ConditionExpression"]}" == condition)
        {
            Apply(request);
        }
    });

    private static void Move(JsonNode request, string bound, int milliseconds)
    {
        var value = request["ExpressionAttributeValues"]![bound]!;
        value["N"] = $"{long.Parse($"{value["N"]}") + milliseconds}";
    }
}
