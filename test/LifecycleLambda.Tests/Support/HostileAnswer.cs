using System.Net.Sockets;
using System.Text;

namespace LifecycleLambda.Tests.Support;

/// <summary>What a server does with one request: the bytes it sends, how, and how the connection goes on.</summary>
internal sealed record HostileAnswer(byte[] Bytes)
{
    internal enum End
    {
        KeepsOpen,
        Closes,
        Resets,
    }

    internal End Ending { get; init; }

    private bool IsDripped { get; init; }

    /// <summary>A reset before any byte, as from a process that was killed.</summary>
    internal static HostileAnswer Reset { get; } = new([]) { Ending = End.Resets };

    /// <summary>A close before any byte, as from a server that goes down in order.</summary>
    internal static HostileAnswer Closed { get; } = new([]) { Ending = End.Closes };

    internal static HostileAnswer Garbage { get; } = new("SSH-2.0-OpenSSH_9.6\r\n\r\n"u8.ToArray()) { Ending = End.Closes };

    internal static HostileAnswer Status(int status, string body = "") =>
        new(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Status\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    /// <summary>An invocation as the Runtime API hands it over, with the headers given.</summary>
    internal static HostileAnswer Invocation(ReadOnlySpan<byte> payload, params (string Name, string Value)[] headers)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        return new([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{lines}Content-Length: {payload.Length}\r\n\r\n"), .. payload]);
    }

    /// <summary>The same, each byte in a packet of its own.</summary>
    internal HostileAnswer Dripped() => this with { IsDripped = true };

    /// <summary>The same, cut off where the text begins.</summary>
    internal HostileAnswer CutBefore(string text)
    {
        var at = Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        return this with { Bytes = Bytes[..at], Ending = End.Closes };
    }

    /// <summary>Sends it.</summary>
    /// <returns>Whether the connection stays open.</returns>
    internal async Task<bool> SendAsync(Socket socket)
    {
        foreach (var packet in IsDripped ? Bytes.Chunk(1) : [Bytes])
        {
            await socket.SendAsync(packet);
        }

        if (Ending is End.Resets)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        return Ending is End.KeepsOpen;
    }
}
