using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The table as <c>template.yaml</c> defines it, the one place where it is defined.</summary>
internal static class TableDefinition
{
    private const string LogicalId = "PresenceTable";

    /// <summary>The template that was built with this program.</summary>
    internal static string TemplatePath => Path.Combine(AppContext.BaseDirectory, "template.yaml");

    /// <summary>Reads the request that creates the table.</summary>
    /// <exception cref="UserErrorException">The template holds no such table.</exception>
    internal static CreateTableRequest Read(string templatePath, string tableName)
    {
        var properties = Map(Map(Resources(templatePath), LogicalId), "Properties");
        return new CreateTableRequest
        {
            TableName = tableName,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [.. Items(properties, "AttributeDefinitions")
                .Select(a => new AttributeDefinition(Text(a, "AttributeName"), ScalarAttributeType.FindValue(Text(a, "AttributeType"))))],
            KeySchema = KeySchema(properties),
            GlobalSecondaryIndexes = properties.Children.ContainsKey("GlobalSecondaryIndexes")
                ? [.. Items(properties, "GlobalSecondaryIndexes").Select(Index)]
                : null,
            StreamSpecification = new StreamSpecification
            {
                StreamEnabled = true,
                StreamViewType = StreamViewType.FindValue(Text(Map(properties, "StreamSpecification"), "StreamViewType")),
            },
        };
    }

    internal static YamlMappingNode Resources(string templatePath)
    {
        try
        {
            using var reader = File.OpenText(templatePath);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return Map((YamlMappingNode)yaml.Documents[0].RootNode, "Resources");
        }
        catch (YamlException exception)
        {
            throw new UserErrorException($"{templatePath} is not YAML: {exception.Message}", exception);
        }
    }

    private static GlobalSecondaryIndex Index(YamlNode index) => new()
    {
        IndexName = Text(index, "IndexName"),
        KeySchema = KeySchema((YamlMappingNode)index),
        Projection = new Projection { ProjectionType = ProjectionType.FindValue(Text(Map((YamlMappingNode)index, "Projection"), "ProjectionType")) },
    };

    private static List<KeySchemaElement> KeySchema(YamlMappingNode node) =>
        [.. Items(node, "KeySchema").Select(k => new KeySchemaElement(Text(k, "AttributeName"), KeyType.FindValue(Text(k, "KeyType"))))];

    internal static YamlMappingNode Map(YamlMappingNode parent, string key) => Child<YamlMappingNode>(parent, key);

    internal static YamlSequenceNode Items(YamlMappingNode parent, string key) => Child<YamlSequenceNode>(parent, key);

    internal static string Text(YamlNode parent, string key) => Child<YamlScalarNode>((YamlMappingNode)parent, key).Value ?? "";

    private static T Child<T>(YamlMappingNode parent, string key)
        where T : YamlNode =>
        parent.Children.TryGetValue(key, out var child) && child is T node
            ? node
            : throw new UserErrorException($"template.yaml has no usable {key} where one is needed.");
}
