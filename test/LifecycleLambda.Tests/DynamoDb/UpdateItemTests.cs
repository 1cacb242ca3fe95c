using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class UpdateItemTests
{
    [Theory]
    [InlineData("device")]
    [InlineData("café/\"é\"\\😀\u0001<&>")]
    public void Body_is_what_the_SDK_would_send(string text)
    {
        var ours = new UpdateItem
        {
            TableName = "presence",
            Key = ("clientId", text),
            UpdateExpression = "SET a = :a",
            ConditionExpression = "b < :b OR #timestamp = :c",
            Name = ("#timestamp", "timestamp"),
            Values =
            [
                new(":a", new(text)), new(":b", new(long.MinValue)), new(":c", new(long.MaxValue)), new(":d", new(true)), new(":e", new(false)),
                new(":f", new(0)), new(":g", new("")),
            ],
            ReturnsStoredItemOnRefusal = true,
        };
        var theirs = UpdateItemRequestMarshaller.Instance.Marshall(new UpdateItemRequest
        {
            TableName = "presence",
            Key = new() { ["clientId"] = new(text) },
            UpdateExpression = "SET a = :a",
            ConditionExpression = "b < :b OR #timestamp = :c",
            ExpressionAttributeNames = new() { ["#timestamp"] = "timestamp" },
            ExpressionAttributeValues = new()
            {
                [":a"] = new(text),
                [":b"] = new() { N = "-9223372036854775808" },
                [":c"] = new() { N = "9223372036854775807" },
                [":d"] = new() { BOOL = true },
                [":e"] = new() { BOOL = false },
                [":f"] = new() { N = "0" },
                [":g"] = new(""),
            },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        });

        var expected = theirs.Content ?? ReadAll(theirs.ContentStream);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(ours.ToJson().Span)), Encoding.UTF8.GetString(expected));
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
