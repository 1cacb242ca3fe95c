using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The table as <c>template.yaml</c> defines it, the one place where it is defined.</summary>
internal static class TableDefinition
{
    /// <summary>The template that was built with this program.</summary>
    internal static string TemplatePath => Path.Combine(AppContext.BaseDirectory, "template.yaml");

    /// <summary>Reads the request that creates the table.</summary>
    /// <exception cref="UserErrorException">The template holds no such table.</exception>
    internal static CreateTableRequest Read(string templatePath, string tableName) => Resource(templatePath, "PresenceTable", table => new CreateTableRequest
    {
        TableName = tableName,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions = [.. Items(table, "AttributeDefinitions")
            .Select(a => new AttributeDefinition($"{a["AttributeName"]}", $"{a["AttributeType"]}"))],
        KeySchema = KeySchema(table),
        GlobalSecondaryIndexes = table.Children.ContainsKey("GlobalSecondaryIndexes")
            ? [.. Items(table, "GlobalSecondaryIndexes").Select(Index)]
            : null,
        StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = $"{table["StreamSpecification"]["StreamViewType"]}" },
    });

    /// <summary>Reads a resource's properties.</summary>
    /// <exception cref="UserErrorException">The template has no such resource, or it lacks what is read.</exception>
    internal static T Resource<T>(string templatePath, string logicalId, Func<YamlMappingNode, T> read)
    {
        try
        {
            using var template = File.OpenText(templatePath);
            var yaml = new YamlStream();
            yaml.Load(template);
            return read((YamlMappingNode)yaml.Documents[0].RootNode["Resources"][logicalId]["Properties"]);
        }
        catch (Exception exception) when (exception is YamlException or KeyNotFoundException or ArgumentException or InvalidCastException)
        {
            throw new UserErrorException($"{templatePath} has no usable {logicalId}: {exception.Message}", exception);
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
