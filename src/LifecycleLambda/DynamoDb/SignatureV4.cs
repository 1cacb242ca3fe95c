using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// AWS Signature Version 4, for the one kind of request that this function makes: a POST with a body
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). The tests hold it against AWS's
/// own signer.
/// </summary>
internal sealed class SignatureV4(AwsCredentials credentials, DynamoDbEndpoint endpoint)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private readonly string _signedHeaders = credentials.SessionToken is null
        ? "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target"
        : "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target";

    private SigningKey? _key;

    /// <summary>Adds the headers that sign the request.</summary>
    /// <param name="request">Gets the headers. Its body, content type and target are signed as given here.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="contentType">Its <c>Content-Type</c>.</param>
    /// <param name="target">Its <c>X-Amz-Target</c>: the operation.</param>
    /// <param name="now">DynamoDB refuses a signature that is more than 5 minutes off.</param>
    internal void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string contentType, string target, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var key = KeyOf(time[..8]);
        var bodyHash = Convert.ToHexStringLower(SHA256.HashData(body));
        var token = credentials.SessionToken is { } sessionToken ? $"x-amz-security-token:{sessionToken}\n" : "";
        var canonical =
            $"POST\n{endpoint.Address.AbsolutePath}\n\ncontent-type:{contentType}\nhost:{endpoint.Host}\nx-amz-content-sha256:{bodyHash}\nx-amz-date:{time}\n"
            + $"{token}x-amz-target:{target}\n\n{_signedHeaders}\n{bodyHash}";
        var canonicalHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var signature = Convert.ToHexStringLower(Hmac(key.Bytes, $"{Algorithm}\n{time}\n{key.Scope}\n{canonicalHash}"));

        var headers = request.Headers;
        headers.TryAddWithoutValidation("X-Amz-Date", time);
        headers.TryAddWithoutValidation("X-Amz-Content-SHA256", bodyHash);
        if (credentials.SessionToken is not null)
        {
            headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.SessionToken);
        }

        headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKeyId}/{key.Scope}, SignedHeaders={_signedHeaders}, Signature={signature}");
    }

    // Derived once a day. Two threads may derive the same key at once, which does no harm.
    private SigningKey KeyOf(string day)
    {
        if (_key is { } key && key.Day == day)
        {
            return key;
        }

        var bytes = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (var part in (string[])[day, endpoint.Region, "dynamodb", "aws4_request"])
        {
            bytes = Hmac(bytes, part);
        }

        return _key = new(day, $"{day}/{endpoint.Region}/dynamodb/aws4_request", bytes);
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private sealed record SigningKey(string Day, string Scope, byte[] Bytes);
}
