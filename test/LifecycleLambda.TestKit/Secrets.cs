namespace LifecycleLambda.TestKit;

/// <summary>Personal data and credentials, which no log line and no error may contain. The credentials are not valid anywhere.</summary>
internal static class Secrets
{
    internal const string AccessKeyId = "AKIDFORTESTS00000000";
    internal const string Principal = "principal-of-test";
    internal const string Address = "192.0.2.1";

    private const string SecretAccessKey = "secretfortests/000000000000000000000000";
    private const string SessionToken = "tokenfortests//////////////////////////";

    /// <summary>Credentials, as the message of a service might quote them.</summary>
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

    /// <summary>Checks a log line, in which only the client id and the reason can contain text of the sender.</summary>
    internal static void AssertNoneInLogLine(string line)
    {
        var fields = JsonNode.Parse(line)!.AsObject();
        fields.Remove("clientId");
        fields.Remove("disconnectReason");
        AssertNoneIn(fields.ToJsonString());
    }
}
