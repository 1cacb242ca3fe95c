namespace LifecycleLambda.TestKit;

/// <summary>Personal data and invalid credentials. No log line and no error may contain them.</summary>
internal static class Secrets
{
    internal const string AccessKeyId = "AKIDFORTESTS00000000";
    internal const string Principal = "principal-of-test";
    internal const string Address = "192.0.2.1";
    private const string SecretAccessKey = "secretfortests/000000000000000000000000";
    private const string SessionToken = "tokenfortests//////////////////////////";

    /// <summary>The credentials in the message of a service.</summary>
    internal const string Quoted = $"signed with {AccessKeyId}, {SecretAccessKey}, {SessionToken}";

    internal static IEnumerable<KeyValuePair<string, string>> Credentials() =>
    [
        new("AWS_ACCESS_KEY_ID", AccessKeyId),
        new("AWS_SECRET_ACCESS_KEY", SecretAccessKey),
        new("AWS_SESSION_TOKEN", SessionToken),
    ];

    internal static void AssertNoneIn(string text)
    {
        foreach (var secret in (string[])[AccessKeyId, "secretfortests", "tokenfortests", Principal, Address])
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Checks a log line without its client id and its reason, which the sender of the event chooses.</summary>
    internal static void AssertNoneInLogLine(string line)
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        fields.Remove("clientId");
        fields.Remove("disconnectReason");
        AssertNoneIn(fields.ToJsonString());
    }
}
