using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using LifecycleLambda.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Tests.Local.Online;

/// <summary>A server for <c>GetConnection</c>, which checks the signature of each request. It knows only the clients that a test adds.
/// </summary>
internal sealed class FakeIot : IAsyncDisposable
{
    internal const string Secret = "secret";

    private readonly WebApplication _server;

    private FakeIot(X509Certificate2? certificate)
    {
        _server = LoopbackServer.Create(host => host.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            })));
        _server.Run(async context =>
        {
            // A proxy gets the whole URL.
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            target = target[target.IndexOf("/connections/", StringComparison.Ordinal)..];
            Requests.Enqueue((target, SignatureV4.Matches(context.Request, target, Secret), $"{context.Request.Headers.Authorization}"));
            var clientId = Uri.UnescapeDataString(target["/connections/".Length..]);
            var answer = Answers.GetValueOrDefault(clientId) ?? Other;
            await answer(context);
        });
    }

    /// <summary>The path, whether the signature was right, and the authorization of each request.</summary>
    internal ConcurrentQueue<(string Path, bool IsSigned, string Authorization)> Requests { get; } = [];

    /// <summary>The answers for clients.</summary>
    internal ConcurrentDictionary<string, RequestDelegate> Answers { get; } = [];

    /// <summary>The answer for clients that have none.</summary>
    internal RequestDelegate Other { get; set; } = Answer(404, """{"message":"No such client"}""", "ResourceNotFoundException");

    internal Uri Endpoint => new(_server.Urls.Single());

    internal static async Task<FakeIot> StartAsync(X509Certificate2? certificate = null)
    {
        var iot = new FakeIot(certificate);
        await iot._server.StartAsync(Cancellation);
        return iot;
    }

    internal static RequestDelegate Connected(long since) => Answer(200, $$"""
        {"connected":true,"clientId":"x","connectedSince":{{since}},"disconnectedSince":0,"thingName":"thing","keepAliveDuration":30}
        """);

    internal static RequestDelegate Disconnected(long since, string reason = "CONNECTION_LOST") => Answer(200, $$"""
        {"connected":false,"clientId":"x","connectedSince":1,"disconnectedSince":{{since}},"disconnectReason":"{{reason}}"}
        """);

    internal static RequestDelegate Answer(int status, string body = "", string? type = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-amzn-ErrorType"] = type is null ? null : $"{type}:http://internal.amazon.com/coral/";
        await context.Response.WriteAsync(body);
    };

    internal static Task Reset(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Gives each request the next answer. The last answer is for all further requests.</summary>
    internal static RequestDelegate InTurn(params RequestDelegate[] answers)
    {
        var request = -1;
        return context => answers[Math.Min(Interlocked.Increment(ref request), answers.Length - 1)](context);
    }

    public async ValueTask DisposeAsync() => await _server.StopNowAsync();
}
