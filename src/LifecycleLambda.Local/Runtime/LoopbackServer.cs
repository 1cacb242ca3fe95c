using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace LifecycleLambda.Local.Runtime;

/// <summary>A web server for this machine alone: a free port of the loopback address, no log, and an end that waits for nobody.</summary>
internal static class LoopbackServer
{
    internal static WebApplication Build(Action<IWebHostBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder.WebHost);
        return builder.Build();
    }

    /// <summary>Ends it; a request that still waits for its answer is cut off.</summary>
    internal static async Task EndAsync(this WebApplication server)
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await server.StopAsync(now.Token);
        await server.DisposeAsync();
    }
}
