using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Presence;

/// <summary>A change of the request that the function sends, which makes the ordering rule wrong in one place.</summary>
/// <param name="Name">The wrong condition, or how far the condition's bound is off.</param>
/// <param name="Apply">Changes the request.</param>
internal sealed partial record Mutation(string Name, Action<JsonNode> Apply)
{
    /// <summary>The mistakes by the part that they replace. A clause becomes one that always or never holds.</summary>
    private static readonly (Regex Part, string[] Mistakes)[] Mistakes =
    [
        (new("(?<= )[<>=]+(?= )"), ["<", "<=", "=", "<>", ">=", ">"]),
        (new(@"attribute_not_exists\(\w+\)|[#\w]+ [<>=]+ :\w+"), ["attribute_not_exists(nothing)", "attribute_exists(nothing)"]),
        (new("AND|OR"), ["AND", "OR"]),
        (new("attribute_not_exists"), ["attribute_exists"]),
        // A plain "put if absent" would ask for the key: an item that was provisioned beforehand would never take an event.
        (new(@"(?<=\()versionNumber(?=\))"), ["clientId"]),
        (new(@":timestamp\w+"), [":timestampMinusTolerance", ":timestampPlusTolerance"]),
        // The event's own type: only a disconnect ends a session.
        (new(":connected"), [":eventType"]),
    ];

    /// <summary>The conditions that mean the same as the rule. Every other change must make a case fail.</summary>
    internal static readonly string[] Equivalent =
    [
        // A lower version is accepted before, so <= adds nothing to =.
        OrderingRule.DisconnectedIsNewer.Replace("versionNumber = ", "versionNumber <= ", StringComparison.Ordinal),
        // There are two event types, and disconnected is not <= connected.
        OrderingRule.DisconnectedIsNewer.Replace("eventType = ", "eventType <= ", StringComparison.Ordinal),
    ];

    internal static Dictionary<string, Mutation> All { get; } = Of(OrderingRule.ConnectedIsNewer)
        .Concat(Of(OrderingRule.DisconnectedIsNewer)).ToDictionary(mutation => mutation.Name);

    private static IEnumerable<Mutation> Of(string condition) =>
    [
        .. from mistake in Mistakes
           from part in mistake.Part.Matches(condition)
           from wrong in mistake.Mistakes
           where wrong != part.Value
           let changed = condition[..part.Index] + wrong + condition[(part.Index + part.Length)..]
           select new Mutation(changed, request => request["ConditionExpression"] = changed).Where(condition),
        .. from bound in new[] { ":timestampMinusTolerance", ":timestampPlusTolerance" }
           from milliseconds in new[] { -1, 1 }
           let name = $"{bound} {milliseconds:+0;-0} ms in {condition}"
           select new Mutation(name, request => Move(request, bound, milliseconds)).Where(condition),
    ];

    /// <summary>Changes the requests with this condition, and no others.</summary>
    private Mutation Where(string condition) => new(Name, request =>
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
