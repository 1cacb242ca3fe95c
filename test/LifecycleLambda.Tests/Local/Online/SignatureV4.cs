using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Tests.Local.Online;

/// <summary>Checks a signature without the SDK
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
internal static partial class SignatureV4
{
    internal static bool Matches(HttpRequest request, string rawPath, string secret)
    {
        var parts = Authorization.Match($"{request.Headers.Authorization}").Groups;
        var signed = parts["signed"].Value.Split(';');
        var hasToken = request.Headers.ContainsKey("X-Amz-Security-Token");
        if (!signed.Contains("host") || !signed.Contains("x-amz-date") || hasToken != signed.Contains("x-amz-security-token"))
        {
            return false;
        }

        var scope = parts["scope"].Value;
        // Every service except S3 escapes the path a second time.
        var path = string.Concat(Encoding.UTF8.GetBytes(rawPath).Select(value =>
            char.IsAsciiLetterOrDigit((char)value) || "-._~/".Contains((char)value) ? $"{(char)value}" : $"%{value:X2}"));
        var headers = string.Concat(signed.Select(name => $"{name}:{request.Headers[name]}\n"));
        var canonical = $"GET\n{path}\n\n{headers}\n{parts["signed"]}\n{Hex(SHA256.HashData([]))}";
        var date = $"{request.Headers["X-Amz-Date"]}";
        var text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), Hmac);
        return Hex(Hmac(key, text)) == parts["signature"].Value && date.StartsWith(scope.Split('/')[0], StringComparison.Ordinal);
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=[^/]+/(?<scope>[^,]+), SignedHeaders=(?<signed>[^,]+), Signature=(?<signature>[0-9a-f]+)$")]
    private static partial Regex Authorization { get; }
}
