using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LifecycleLambda.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Path">As sent.</param>
/// <param name="Body">As sent.</param>
internal sealed record HostileRequest(string Path, string Body)
{
    /// <summary>What it is of the Runtime API: next, response or error.</summary>
    internal string Kind => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Reads one request, or nothing where the client has closed the connection.</summary>
    internal static async Task<HostileRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var single = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(single, cancellationToken) is 0)
            {
                return null;
            }

            head.Append((char)single[0]);
        }

        var lines = head.ToString().Split("\r\n");
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[length is null ? 0 : int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new HostileRequest(lines[0].Split(' ')[1], Encoding.UTF8.GetString(body));
    }
}
