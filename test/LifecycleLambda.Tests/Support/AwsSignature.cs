using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace LifecycleLambda.Tests.Support;

/// <summary>What AWS expects: the signature of a request as it arrived, by AWS's own signer.</summary>
internal static class AwsSignature
{
    internal static string Of(DynamoDbExchange exchange)
    {
        var headers = exchange.Context.Request.Headers;
        var request = new AWSSigningRequest
        {
            HttpMethod = HttpMethod.Post,
            RequestUri = new Uri($"https://{headers.Host}{exchange.Context.Request.Path}"),
            Content = exchange.Body,
        };
        request.Headers["Content-Type"] = $"{headers.ContentType}";
        request.Headers["X-Amz-Target"] = $"{headers["X-Amz-Target"]}";
        return AWSSigV4Signer.Sign(request, new AWSSigV4Parameters
        {
            Credentials = new SessionAWSCredentials(FakeCredentials.AccessKeyId, FakeCredentials.SecretAccessKey, FakeCredentials.SessionToken),
            Region = RegionEndpoint.USEast1,
            Service = "dynamodb",
            SignedAt = DateTime.ParseExact(
                $"{headers["X-Amz-Date"]}", "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        }).Headers["Authorization"];
    }
}
