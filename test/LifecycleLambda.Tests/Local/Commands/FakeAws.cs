using System.Text.RegularExpressions;
using LifecycleLambda.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Tests.Local.Commands;

/// <summary>A server for the requests to AWS that return credentials, and for DynamoDB requests, whose caller it records.</summary>
internal sealed partial class FakeAws : IAsyncDisposable
{
    private readonly WebApplication _server = LoopbackServer.Create();

    private FakeAws()
    {
        const string Credentials =
            "<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
            + "<Expiration>2040-01-01T00:00:00Z</Expiration></Credentials>";
        _server.MapGet("/federation/credentials", () => Results.Text(
            """{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":2208988800000}}"""));
        _server.MapPost("/{*path}", async (HttpContext context) =>
        {
            var signature = Scope.Match($"{context.Request.Headers.Authorization}");
            if (signature.Groups["service"].Value is "dynamodb")
            {
                Caller = $"{signature.Groups["key"]} in {signature.Groups["region"]} at {context.Request.Path}";
                return Results.Text("""{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}""", statusCode: 400);
            }

            using var body = new StreamReader(context.Request.Body);
            var action = Action.Match(await body.ReadToEndAsync()).Groups["name"];
            return Results.Text($"<{action}Response><{action}Result>{Credentials}</{action}Result></{action}Response>", "text/xml");
        });
    }

    internal string Url => _server.Urls.Single();

    /// <summary>The access key, the Region and the path of the last DynamoDB request.</summary>
    internal string? Caller { get; private set; }

    internal static async Task<FakeAws> StartAsync()
    {
        var aws = new FakeAws();
        await aws._server.StartAsync(Cancellation);
        return aws;
    }

    public async ValueTask DisposeAsync() => await _server.StopNowAsync();

    [GeneratedRegex("(^|&)Action=(?<name>[^&]*)")]
    private static partial Regex Action { get; }

    [GeneratedRegex("Credential=(?<key>[^/]*)/[0-9]*/(?<region>[^/]*)/(?<service>[^/]*)/")]
    private static partial Regex Scope { get; }
}
