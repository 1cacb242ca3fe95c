using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;

namespace LifecycleLambda.Tests.Docs;

/// <summary>Runs the deletion that docs/operations.md shows under "Clients that stay online".</summary>
public sealed class ClientRemovalTests(EngineFixture engine)
{
    [Theory]
    [InlineData("connected", "5", true)]
    [InlineData("connected", "6", false)]
    [InlineData("disconnected", "5", false)]
    public async Task Deletion_removes_only_an_unchanged_online_client(string eventType, string timestamp, bool isRemoved)
    {
        var condition = Regex.Match(Repository.Read("docs", "operations.md"), "ConditionExpression: \"(.*?)\"").Groups[1].Value;
        var table = await engine.CreateTableAsync();
        var since = new AttributeValue { N = timestamp };
        await table.PutAsync(new() { ["clientId"] = new("$GEN/1"), ["eventType"] = new(eventType), ["timestamp"] = since });
        var deletion = new DeleteItemRequest
        {
            TableName = table.Name,
            Key = new() { ["clientId"] = new("$GEN/1") },
            ConditionExpression = condition,
            ExpressionAttributeNames = new() { ["#timestamp"] = "timestamp" },
            ExpressionAttributeValues = new() { [":connected"] = new("connected"), [":timestamp"] = new() { N = "5" } },
        };

        await Record.ExceptionAsync(() => engine.Client.DeleteItemAsync(deletion, Cancellation));

        Assert.Equal(isRemoved, await table.GetAsync("$GEN/1") is null);
    }
}
