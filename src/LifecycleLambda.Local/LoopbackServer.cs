using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LifecycleLambda.Local;

/// <summary>Creates web servers that write no log. By default they listen on a free port of the loopback address.</summary>
internal static class LoopbackServer
{
    internal static WebApplication Create(Action<IWebHostBuilder>? configure = null)
    {
        // An empty builder, because the others read settings from the user's working directory and watch it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder.WebHost);
        return builder.Build();
    }

    /// <summary>Stops the server without waiting for its requests.</summary>
    internal static async Task StopNowAsync(this WebApplication server)
    {
        await server.StopAsync(new CancellationToken(canceled: true));
        await server.DisposeAsync();
    }
}
