using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LifecycleLambda.Local.Engine;

namespace LifecycleLambda.Tests.Support;

/// <summary>
/// A client that sends another condition than the product's, to prove that a test notices: the write itself stays the real one.
/// </summary>
internal sealed class ConditionRewriter(EngineConnection connection, Func<string, string> rewrite)
    : AmazonDynamoDBClient(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = connection.Endpoint.ToString(), AuthenticationRegion = "us-east-1", IgnoreConfiguredEndpointUrls = true })
{
    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        request.ConditionExpression = rewrite(request.ConditionExpression);
        // DynamoDB refuses values that no expression names.
        var expressions = $"{request.ConditionExpression} {request.UpdateExpression} ";
        request.ExpressionAttributeValues = request.ExpressionAttributeValues
            .Where(value => System.Text.RegularExpressions.Regex.IsMatch(expressions, $@"{value.Key}\b"))
            .ToDictionary();
        return base.UpdateItemAsync(request, cancellationToken);
    }
}
