using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LifecycleLambda.Benchmarks.Floor;

/// <summary>AWS Signature Version 4 for DynamoDB's one path; the signing key is derived once a day.</summary>
internal sealed class Signature(string accessKeyId, string secretAccessKey, string sessionToken, string region)
{
    private const string SignedHeaders = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";

    private string _day = "";
    private byte[] _key = [];

    internal void Sign(HttpRequestMessage request, string host, string target, ReadOnlySpan<byte> body)
    {
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = time[..8];
        if (day != _day)
        {
            _key = DeriveKey(day);
            _day = day;
        }

        var canonical = $"POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:{host}\nx-amz-date:{time}\n" +
            $"x-amz-security-token:{sessionToken}\nx-amz-target:{target}\n\n{SignedHeaders}\n{Hex(SHA256.HashData(body))}";
        var scope = $"{day}/{region}/dynamodb/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Hex(Hmac(_key, toSign));

        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", sessionToken);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={SignedHeaders}, Signature={signature}");
    }

    private byte[] DeriveKey(string day) => Hmac(
        Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey), day), region), "dynamodb"), "aws4_request");

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
