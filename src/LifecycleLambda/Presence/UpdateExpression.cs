using System.Text;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Presence;

/// <summary>Collects the SET and REMOVE clauses of one <c>UpdateItem</c> and the values that they name.</summary>
internal sealed class UpdateExpression
{
    private readonly StringBuilder _set = new("SET ", capacity: 512);
    private readonly StringBuilder _remove = new(" REMOVE ", capacity: 192);

    /// <summary>The values by placeholder; the condition's own values are added here too.</summary>
    internal List<KeyValuePair<string, AttributeValue>> Values { get; } = new(capacity: 16);

    internal void Value(string placeholder, AttributeValue value) => Values.Add(new(placeholder, value));

    /// <summary>Sets the attribute to a value that has a placeholder already.</summary>
    internal UpdateExpression SetTo(string attribute, string placeholder)
    {
        Separate(_set, "SET ".Length).Append(NameOf(attribute)).Append(" = ").Append(placeholder);
        return this;
    }

    internal UpdateExpression Set(string attribute, AttributeValue value)
    {
        var placeholder = ":" + attribute;
        Value(placeholder, value);
        return SetTo(attribute, placeholder);
    }

    internal UpdateExpression SetOrRemove(string attribute, string? value) =>
        value is null ? Remove(attribute) : Set(attribute, new AttributeValue(value));

    internal UpdateExpression Remove(string attribute)
    {
        Separate(_remove, " REMOVE ".Length).Append(NameOf(attribute));
        return this;
    }

    public override string ToString() =>
        _remove.Length > " REMOVE ".Length ? $"{_set}{_remove}" : _set.ToString();

    private static string NameOf(string attribute) =>
        attribute is PresenceAttributes.Timestamp ? PresenceUpdate.TimestampName.Placeholder : attribute;

    private static StringBuilder Separate(StringBuilder clause, int emptyLength) =>
        clause.Length > emptyLength ? clause.Append(", ") : clause;
}
