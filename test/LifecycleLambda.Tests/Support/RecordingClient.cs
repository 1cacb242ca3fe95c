using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LifecycleLambda.Tests.Support;

/// <summary>A client that keeps what it was asked to write, and sends nothing.</summary>
internal sealed class RecordingClient() : AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), RegionEndpoint.USEast1)
{
    internal List<UpdateItemRequest> Requests { get; } = [];

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Add(request);
        return Task.FromResult(new UpdateItemResponse());
    }
}
