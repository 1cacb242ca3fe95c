using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Presence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>A DynamoDB endpoint that applies every write, and checks that it is the write that the event demands.</summary>
internal sealed class FakeDynamoDb : IAsyncDisposable
{
    internal const string TableName = "presence";

    private const int CheckedWhole = 20;

    private static readonly byte[] Health = "healthy: dynamodb.eu-central-1.amazonaws.com "u8.ToArray();
    private static readonly byte[] Answer = "{}"u8.ToArray();

    private readonly WebApplication _server;
    private readonly TimeSpan _delay;
    private SampleEvent? _expected;

    private FakeDynamoDb(Conditions conditions, X509Certificate2 certificate)
    {
        _delay = conditions.Delay;
        _server = LoopbackServer.Build(host => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback,
            0,
            listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (conditions.Tls)
                {
                    listen.UseHttps(certificate);
                }
            })));
        _server.Run(HandleAsync);
    }

    internal string Endpoint => _server.Urls.Single();

    internal int Written { get; private set; }

    /// <summary>The first thing that the function did wrong.</summary>
    internal string? Problem { get; private set; }

    internal static async Task<FakeDynamoDb> StartAsync(Conditions conditions, X509Certificate2 certificate)
    {
        var dynamoDb = new FakeDynamoDb(conditions, certificate);
        await dynamoDb._server.StartAsync();
        return dynamoDb;
    }

    /// <summary>The write of this event comes next.</summary>
    internal void Expect(SampleEvent sample) => _expected = sample;

    public async ValueTask DisposeAsync() => await _server.EndAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            response.ContentLength = Health.Length;
            await response.Body.WriteAsync(Health);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Problem ??= Check(context.Request, body.ToArray());
        Written++;
        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay);
        }

        response.ContentType = "application/x-amz-json-1.0";
        response.ContentLength = Answer.Length;
        response.Headers["x-amzn-RequestId"] = "BSOMBOBK2M1LQ5FEL0D5QFVS3FVV4KQNSO5AEMVJF66Q9ASUAAJG";
        // The checksum of {}: some SDKs verify it.
        response.Headers["x-amz-crc32"] = "2745614147";
        await response.Body.WriteAsync(Answer);
    }

    private string? Check(HttpRequest request, byte[] body)
    {
        if (Interlocked.Exchange(ref _expected, null) is not { } sample)
        {
            return "it sent a request that no event asked for, or a second one for an event";
        }

        if (request.Headers["X-Amz-Target"] != "DynamoDB_20120810.UpdateItem")
        {
            return $"it sent {request.Headers["X-Amz-Target"]}, not UpdateItem";
        }

        if (!request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
        {
            return "its request is not signed";
        }

        // Every request names its client and carries the condition; the first ones are read whole.
        return body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(sample.ClientId)) < 0
            || body.AsSpan().IndexOf("attribute_not_exists(versionNumber)"u8) < 0
                ? "its request lacks the client or the condition"
                : Written < CheckedWhole ? UpdateCheck.Check(body, sample, Condition(sample)) : null;
    }

    private static string Condition(SampleEvent sample) =>
        OrderingRule.IsNewer(sample.IsConnect ? LifecycleEventType.Connected : LifecycleEventType.Disconnected);
}
