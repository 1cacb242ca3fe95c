using System.Text.RegularExpressions;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LifecycleLambda.Local.Engine;

namespace LifecycleLambda.Tests.Support;

/// <summary>A client that changes what the product sends, to prove that a test notices: the write itself stays the real one.</summary>
internal class RequestRewriter(EngineConnection connection, Action<UpdateItemRequest> rewrite)
    : AmazonDynamoDBClient(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = connection.Endpoint.ToString(), AuthenticationRegion = "us-east-1", IgnoreConfiguredEndpointUrls = true })
{
    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        rewrite(request);
        // DynamoDB refuses values that no expression names.
        var expressions = $"{request.ConditionExpression} {request.UpdateExpression} ";
        request.ExpressionAttributeValues = request.ExpressionAttributeValues
            .Where(value => Regex.IsMatch(expressions, $@"{value.Key}\b"))
            .ToDictionary();
        return base.UpdateItemAsync(request, cancellationToken);
    }
}
