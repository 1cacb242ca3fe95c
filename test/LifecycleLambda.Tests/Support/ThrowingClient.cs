using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.Tests.Support;

/// <summary>A client that fails in a way that no server can bring about.</summary>
internal sealed class ThrowingClient(Exception exception)
    : AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), RegionEndpoint.USEast1)
{
    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default) =>
        Task.FromException<UpdateItemResponse>(exception);
}
