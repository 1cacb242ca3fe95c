using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>A running embedded engine: a DynamoDB API on a port of this machine. Disposing stops the process.</summary>
internal sealed class LocalEngine : IAsyncDisposable
{
    private const int Attempts = 5;

    /// <summary>
    /// Runs a script in a new session, on systems that have setsid. Ctrl-C reaches every process of a terminal's session, but the local
    /// run needs the engine until its own end.
    /// </summary>
    private const string InNewSession = "exec $(command -v setsid) sh -c \"$@\"";

    /// <summary>A script that ends the engine when this program ends. A shell accepts no other line ends than these.</summary>
    private static readonly string Script =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "engine.sh")).ReplaceLineEndings("\n");

    private readonly Process _process;

    private LocalEngine(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    internal Uri Endpoint { get; }

    /// <summary>Starts the engine and waits until it listens.</summary>
    /// <param name="host">The address to bind. The default is the loopback address.</param>
    /// <param name="port">The port to bind. 0 binds a free port.</param>
    /// <param name="dbPath">The file for the tables. Without one, they are in memory.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    internal static async Task<LocalEngine> StartAsync(
        IPAddress? host = null, int port = 0, string? dbPath = null, CancellationToken cancellationToken = default)
    {
        var program = await EnginePackage.CreateInUserCache().FindAsync(Console.Error.WriteLine, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // The engine doesn't support port 0, so another process can bind the free port first. Then try another port.
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
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", InNewSession, "sh", Script, "engine.sh", .. serve])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var output = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Contains("listening on", StringComparison.OrdinalIgnoreCase))
                {
                    // Read the output as long as the engine runs, because a full pipe would block the engine.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return new LocalEngine(process, new Uri($"http://{InUrl(Reachable(host))}:{port}"));
                }

                output.Add(line);
            }

            var reason = string.Join(' ', output);
            reason = reason.StartsWith("error: ", StringComparison.Ordinal) ? reason["error: ".Length..] : reason;
            var advice = reason.Contains("in use", StringComparison.Ordinal)
                ? "Choose another port with --port N, or a free one with --port 0."
                : "Check --host and --db-path.";
            throw new UserErrorException($"Can't start the embedded engine on {InUrl(host)}:{port}: {reason.TrimEnd('.')}. {advice}");
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
