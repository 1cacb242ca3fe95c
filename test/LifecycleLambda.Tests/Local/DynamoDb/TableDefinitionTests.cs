using Amazon.DynamoDBv2;
using LifecycleLambda.Local;

namespace LifecycleLambda.Tests.Local.DynamoDb;

public sealed class TableDefinitionTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Index_in_the_template_is_part_of_the_table()
    {
        File.WriteAllText(_file, """
            Resources:
              PresenceTable:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: !Ref Name
                  AttributeDefinitions:
                    - { AttributeName: clientId, AttributeType: S }
                    - { AttributeName: eventType, AttributeType: S }
                  KeySchema: [{ AttributeName: clientId, KeyType: HASH }]
                  StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
                  GlobalSecondaryIndexes:
                    - IndexName: byState
                      KeySchema: [{ AttributeName: eventType, KeyType: HASH }]
                      Projection: { ProjectionType: KEYS_ONLY }
            """);

        var index = Assert.Single(TableDefinition.Read(new(_file), "presence").GlobalSecondaryIndexes);

        Assert.Equal("byState", index.IndexName);
        Assert.Equal(ProjectionType.KEYS_ONLY, index.Projection.ProjectionType);
    }

    [Theory]
    [InlineData("Resources: {}", "PresenceTable")]
    [InlineData("Resources: { PresenceTable: { Properties: { KeySchema: [] } } }", "AttributeDefinitions")]
    [InlineData("Resources: [", "Can't read the resource PresenceTable")]
    public void Template_without_a_usable_table_is_refused(string template, string message)
    {
        File.WriteAllText(_file, template);

        var exception = Assert.Throws<UserErrorException>(() => TableDefinition.Read(new(_file), "presence"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);
}
