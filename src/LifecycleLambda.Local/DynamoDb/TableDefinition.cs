using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Presence;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>Reads the table's definition from <c>template.yaml</c>.</summary>
internal static class TableDefinition
{
    /// <exception cref="UserErrorException">The template doesn't define the table correctly.</exception>
    internal static CreateTableRequest Read(StackTemplate template, string tableName) =>
        template.Read("PresenceTable", table => new CreateTableRequest
        {
            TableName = tableName,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [.. Items(table, "AttributeDefinitions")
                .Select(a => new AttributeDefinition($"{a["AttributeName"]}", $"{a["AttributeType"]}"))],
            KeySchema = KeySchema(table),
            GlobalSecondaryIndexes = table.Children.ContainsKey("GlobalSecondaryIndexes")
                ? [.. Items(table, "GlobalSecondaryIndexes").Select(Index)]
                : null,
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = $"{table["StreamSpecification"]["StreamViewType"]}" },
        });

    /// <exception cref="UserErrorException">The table doesn't have the key of a presence table.</exception>
    internal static void CheckKey(TableDescription table)
    {
        var key = table.AttributeDefinitions.Find(attribute => attribute.AttributeName is PresenceAttributes.ClientId);
        if (table is not { KeySchema: [{ AttributeName: PresenceAttributes.ClientId }] } || key?.AttributeType != ScalarAttributeType.S)
        {
            throw new UserErrorException($"Can't use table {table.TableName}: it isn't a presence table, whose key is the string "
                + $"{PresenceAttributes.ClientId}. Choose another table with --table.");
        }
    }

    private static GlobalSecondaryIndex Index(YamlNode index) => new()
    {
        IndexName = $"{index["IndexName"]}",
        KeySchema = KeySchema(index),
        Projection = new Projection { ProjectionType = $"{index["Projection"]["ProjectionType"]}" },
    };

    private static List<KeySchemaElement> KeySchema(YamlNode node) =>
        [.. Items(node, "KeySchema").Select(k => new KeySchemaElement($"{k["AttributeName"]}", $"{k["KeyType"]}"))];

    private static YamlSequenceNode Items(YamlNode parent, string key) => (YamlSequenceNode)parent[key];
}
