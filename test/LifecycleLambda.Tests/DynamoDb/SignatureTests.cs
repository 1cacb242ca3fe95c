using System.Globalization;
using System.Text;
using Amazon.Runtime;
using CsCheck;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.DynamoDb;

/// <summary>No engine here checks a signature, so AWS's own signer does.</summary>
public sealed class SignatureTests
{
    private static readonly Gen<string> Secret = Gen.String[Gen.Char.AlphaNumeric, 1, 60];

    private static readonly Gen<DateTime> Time =
        Gen.DateTime[new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2080, 1, 1, 0, 0, 0, DateTimeKind.Utc)];

    [Fact]
    public void Request_is_signed_as_AWS_signs_it() =>
        Gen.Select(Secret, Secret, Gen.OneOf(Gen.Const((string?)null), Secret.Select(token => (string?)$"{token}//+=")), Gen.String, Time)
            .Sample((id, secret, token, body, time) =>
            {
                var signature = new SignatureV4(new(id, secret, token), new(new Uri("https://dynamodb.eu-central-1.amazonaws.com"), "eu-central-1"));
                AssertSignedAsAwsSigns(signature, id, secret, token, "https://dynamodb.eu-central-1.amazonaws.com/", "eu-central-1", body, time);
            });

    [Theory]
    [InlineData("http://127.0.0.1:8000", "us-east-1")]
    [InlineData("http://localhost:4566/engine/", "us-gov-west-1")]
    [InlineData("https://dynamodb.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("https://example.com:8443", "ap-southeast-2")]
    public void Host_port_and_path_are_signed(string endpoint, string region)
    {
        var signature = new SignatureV4(new("id", "secret", null), new(new Uri(endpoint), region));

        AssertSignedAsAwsSigns(signature, "id", "secret", null, endpoint, region, "{}", new DateTime(2026, 11, 24, 23, 59, 59, DateTimeKind.Utc));
    }

    [Fact]
    public void Key_of_a_day_is_not_used_on_the_next()
    {
        var signature = new SignatureV4(new("id", "secret", "token"), new(new Uri("http://localhost"), "us-east-1"));
        var midnight = new DateTime(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc);
        foreach (var time in (DateTime[])[midnight.AddSeconds(-2), midnight.AddSeconds(-1), midnight, midnight.AddSeconds(1), midnight.AddSeconds(-1)])
        {
            AssertSignedAsAwsSigns(signature, "id", "secret", "token", "http://localhost", "us-east-1", "{}", time);
        }
    }

    private static void AssertSignedAsAwsSigns(
        SignatureV4 signature, string id, string secret, string? token, string endpoint, string region, string body, DateTime time)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage();
        signature.Sign(request, bytes, AwsSignature.ContentType, AwsSignature.Target, time);

        var credentials = token is null ? (AWSCredentials)new BasicAWSCredentials(id, secret) : new SessionAWSCredentials(id, secret, token);
        var expected = AwsSignature.Of(new Uri(endpoint), bytes, credentials, region, time);

        Assert.Equal(Text(expected.Select(header => (header.Key, header.Value))), Text(request.Headers.NonValidated.Select(header => (header.Key, header.Value.ToString()))));
    }

    private static string Text(IEnumerable<(string Name, string Value)> headers) => string.Join(
        '\n',
        from header in headers
        let name = header.Name.ToLower(CultureInfo.InvariantCulture)
        // Ours is set where the request is made.
        where name is not "host"
        orderby name
        select $"{name}: {header.Value}");
}
