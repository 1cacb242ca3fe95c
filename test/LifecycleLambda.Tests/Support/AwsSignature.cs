using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Tests.Support;

/// <summary>What AWS expects of a request to DynamoDB, by AWS's own signer.</summary>
internal static class AwsSignature
{
    internal const string ContentType = "application/x-amz-json-1.0";
    internal const string Target = "DynamoDB_20120810.UpdateItem";

    /// <summary>The headers that sign a request.</summary>
    internal static IReadOnlyDictionary<string, string> Of(Uri endpoint, byte[] body, AWSCredentials credentials, string region, DateTime time)
    {
        var request = new AWSSigningRequest { HttpMethod = HttpMethod.Post, RequestUri = endpoint, Content = body };
        request.Headers["Content-Type"] = ContentType;
        request.Headers["X-Amz-Target"] = Target;
        return AWSSigV4Signer.Sign(request, new AWSSigV4Parameters
        {
            Credentials = credentials,
            Region = RegionEndpoint.GetBySystemName(region),
            Service = "dynamodb",
            SignedAt = time,
        }).Headers.ToDictionary();
    }

    /// <summary>The <c>Authorization</c> of a request as it arrived.</summary>
    internal static string Of(DynamoDbExchange exchange)
    {
        var headers = exchange.Context.Request.Headers;
        Assert.Equal((ContentType, Target), ($"{headers.ContentType}", $"{headers["X-Amz-Target"]}"));
        var time = DateTime.ParseExact(
            $"{headers["X-Amz-Date"]}",
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
        var credentials = new SessionAWSCredentials(FakeCredentials.AccessKeyId, FakeCredentials.SecretAccessKey, FakeCredentials.SessionToken);
        return Of(new Uri($"https://{headers.Host}{exchange.Context.Request.Path}"), exchange.Body, credentials, "us-east-1", time)["Authorization"];
    }
}
