using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Presence;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The table as <c>template.yaml</c> defines it, the one place where it is defined.</summary>
internal static class TableDefinition
{
    /// <summary>Reads the request that creates the table.</summary>
    /// <exception cref="UserErrorException">The template holds no such table.</exception>
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

    /// <summary>Refuses a table that has another key than a presence table.</summary>
    /// <exception cref="UserErrorException">It isn't a presence table.</exception>
    internal static void CheckKey(TableDescription table)
    {
        if (table is not { KeySchema: [{ AttributeName: PresenceAttributes.ClientId }] }
            || table.AttributeDefinitions.Find(key => key.AttributeName is PresenceAttributes.ClientId)?.AttributeType != ScalarAttributeType.S)
        {
            throw new UserErrorException(
                $"The table {table.TableName} isn't a presence table: its key must be {PresenceAttributes.ClientId}, a string. "
                + "Name another table with --table.");
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
