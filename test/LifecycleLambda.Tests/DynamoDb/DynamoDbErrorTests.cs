using System.Text;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class DynamoDbErrorTests
{
    [Theory]
    [InlineData("""{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow"}""", "ThrottlingException")]
    [InlineData("""{"__type":"com.amazon.coral.service#UnrecognizedClientException"}""", "UnrecognizedClientException")]
    [InlineData("""{"__type":"ValidationException"}""", "ValidationException")]
    [InlineData("""{"message":"no type"}""", null)]
    [InlineData("""{"__type":7}""", null)]
    [InlineData("""{"__type":null}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("<html>Bad gateway</html>", null)]
    [InlineData("{\"__type\":\"cut off", null)]
    public void Code_is_read(string body, string? code) => Assert.Equal(code, DynamoDbError.Parse(Encoding.UTF8.GetBytes(body)).Code);

    [Theory]
    [InlineData("""{"__type":"#C","Item":{"versionNumber":{"N":"7"},"eventType":{"S":"connected"},"tag":{"N":"1"}}}""", "7", "connected")]
    [InlineData("""{"__type":"#C","Item":{"versionNumber":{"S":"7"},"eventType":{"BOOL":true}}}""", null, null)]
    [InlineData("""{"__type":"#C","Item":{}}""", null, null)]
    public void Item_is_read_by_attribute_and_type(string body, string? version, string? type)
    {
        var item = DynamoDbError.Parse(Encoding.UTF8.GetBytes(body)).Item!.Value;

        Assert.Equal(version, item.N("versionNumber"));
        Assert.Equal(type, item.S("eventType"));
    }

    [Theory]
    [InlineData("""{"__type":"#C"}""")]
    [InlineData("""{"__type":"#C","Item":null}""")]
    public void Item_can_be_absent(string body) => Assert.Null(DynamoDbError.Parse(Encoding.UTF8.GetBytes(body)).Item);
}
