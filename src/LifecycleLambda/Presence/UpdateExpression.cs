using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Presence;

/// <summary>Collects the SET and REMOVE clauses of one <c>UpdateItem</c> and the values that they name.</summary>
internal sealed class UpdateExpression
{
    /// <summary>timestamp is one of DynamoDB's reserved words: every request names it #timestamp.</summary>
    internal static readonly Dictionary<string, string> Names = new() { ["#timestamp"] = PresenceAttributes.Timestamp };

    private readonly StringBuilder _set = new("SET ", capacity: 512);
    private readonly StringBuilder _remove = new(" REMOVE ", capacity: 192);

    /// <summary>The values by placeholder; the condition's own values are added here too.</summary>
    internal Dictionary<string, AttributeValue> Values { get; } = new(capacity: 16);

    /// <summary>Sets the attribute to a value that has a placeholder already.</summary>
    internal UpdateExpression SetTo(string attribute, string placeholder)
    {
        Separate(_set, "SET ".Length).Append(NameOf(attribute)).Append(" = ").Append(placeholder);
        return this;
    }

    internal UpdateExpression Set(string attribute, AttributeValue value)
    {
        var placeholder = ":" + attribute;
        Values.Add(placeholder, value);
        return SetTo(attribute, placeholder);
    }

    internal UpdateExpression SetOrRemove(string attribute, string? value) =>
        value is null ? Remove(attribute) : Set(attribute, new AttributeValue(value));

    internal UpdateExpression Remove(string attribute)
    {
        Separate(_remove, " REMOVE ".Length).Append(NameOf(attribute));
        return this;
    }

    internal static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public override string ToString() =>
        _remove.Length > " REMOVE ".Length ? $"{_set}{_remove}" : _set.ToString();

    private static string NameOf(string attribute) =>
        attribute is PresenceAttributes.Timestamp ? "#timestamp" : attribute;

    private static StringBuilder Separate(StringBuilder clause, int emptyLength) =>
        clause.Length > emptyLength ? clause.Append(", ") : clause;
}
