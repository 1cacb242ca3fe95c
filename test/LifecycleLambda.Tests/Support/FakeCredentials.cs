namespace LifecycleLambda.Tests.Support;

/// <summary>Credentials that are recognised wherever they turn up. They open nothing.</summary>
internal static class FakeCredentials
{
    internal const string AccessKeyId = "AKIDFORTESTS00000000";
    internal const string SecretAccessKey = "secretfortests/000000000000000000000000";
    internal const string SessionToken = "tokenfortests//////////////////////////";

    internal const string Quoted = $"signed with {AccessKeyId}, {SecretAccessKey}, {SessionToken}";

    internal static IEnumerable<KeyValuePair<string, string>> Variables() =>
    [
        new("AWS_ACCESS_KEY_ID", AccessKeyId),
        new("AWS_SECRET_ACCESS_KEY", SecretAccessKey),
        new("AWS_SESSION_TOKEN", SessionToken),
    ];

    internal static void AssertNotIn(string text)
    {
        Assert.DoesNotContain(AccessKeyId, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secretfortests", text, StringComparison.Ordinal);
        Assert.DoesNotContain("tokenfortests", text, StringComparison.Ordinal);
    }
}
