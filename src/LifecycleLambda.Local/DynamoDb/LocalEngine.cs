using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>A running embedded engine: a DynamoDB API on a port of this machine. Disposing of it ends the process.</summary>
internal sealed class LocalEngine : IAsyncDisposable
{
    private const int Attempts = 5;

    /// <summary>
    /// A script that ends the engine when this program ends. It is a separate file, because the line ends of this file can change.
    /// </summary>
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "engine.sh");

    private readonly Process _process;

    private LocalEngine(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    /// <summary>Where this machine reaches it.</summary>
    internal Uri Endpoint { get; }

    /// <summary>Starts the engine and waits until it listens.</summary>
    /// <param name="host">The address to bind; the loopback address unless a container must reach it.</param>
    /// <param name="port">The port to bind; 0 for any that is free.</param>
    /// <param name="dbPath">A file that keeps the tables; in memory if absent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="UserErrorException">It did not start.</exception>
    internal static async Task<LocalEngine> StartAsync(
        IPAddress? host = null, int port = 0, string? dbPath = null, CancellationToken cancellationToken = default)
    {
        var program = await EnginePackage.InUserCache().FindAsync(Console.Error.WriteLine, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // The engine has no port 0 of its own: another process can take the free port before it does.
                return await StartOnceAsync(program, host ?? IPAddress.Loopback, port is 0 ? FreePort() : port, dbPath, cancellationToken);
            }
            catch (UserErrorException) when (port is 0 && attempt < Attempts)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<LocalEngine> StartOnceAsync(
        string program, IPAddress host, int port, string? dbPath, CancellationToken cancellationToken)
    {
        string[] database = dbPath is null ? [] : ["--db-path", dbPath];
        string[] serve = [program, "serve", "--host", InUrl(host), "--port", $"{port}", .. database];
        var process = Process.Start(new ProcessStartInfo("sh", [Script, .. serve])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var said = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Contains("listening on", StringComparison.OrdinalIgnoreCase))
                {
                    // Read as long as the engine lives: a pipe that nobody reads would block it once it is full.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return new LocalEngine(process, new Uri($"http://{InUrl(Reachable(host))}:{port}"));
                }

                said.Add(line);
            }

            var reason = string.Join(' ', said);
            reason = reason.StartsWith("error: ", StringComparison.Ordinal) ? reason["error: ".Length..] : reason;
            var advice = reason.Contains("in use", StringComparison.Ordinal) ? ". --port N chooses another port, --port 0 any free one." : "";
            throw new UserErrorException($"The embedded engine did not start on {InUrl(host)}:{port}: {reason}{advice}");
        }
        catch
        {
            process.StandardInput.Close();
            process.Dispose();
            throw;
        }
    }

    private static IPAddress Reachable(IPAddress host) =>
        host.Equals(IPAddress.Any) ? IPAddress.Loopback : host.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : host;

    private static string InUrl(IPAddress host) => host.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{host}]" : $"{host}";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
