using System.Text;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Presence;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace LifecycleLambda.Local.Online;

/// <summary>Writes clients as they come: a table in a terminal as long as they are few, otherwise a line each.</summary>
internal static class PresenceList
{
    /// <summary>Nobody reads a longer table, and it would have to wait for the last row.</summary>
    private const int RowsOfATable = 2000;

    private const int BrokenPipe = 32;

    private static readonly string[] Shown =
    [
        PresenceAttributes.ClientId, PresenceAttributes.EventType, PresenceAttributes.Timestamp, PresenceAttributes.DisconnectReason,
        PresenceAttributes.OfflineConfirmedAt,
    ];

    /// <summary>Whether the attribute is personal data, which is shown only if it is asked for.</summary>
    internal static bool IsPersonal(string attribute) =>
        attribute is PresenceAttributes.IpAddress or PresenceAttributes.PrincipalIdentifier;

    /// <summary>Writes the clients until the reader of the pipe has gone.</summary>
    /// <param name="clients">The clients.</param>
    /// <param name="title">What they are called, in words.</param>
    /// <param name="json">Whether each is written as a JSON object.</param>
    /// <param name="personal">Whether personal data is shown.</param>
    internal static async Task WriteAsync(IAsyncEnumerable<PresenceItem> clients, string title, bool json, bool personal)
    {
        var rows = json || Console.IsOutputRedirected ? null : new List<PresenceItem>();
        try
        {
            // A line that waits in the buffer is of no use to a person.
            using var output = new StreamWriter(StandardOutput(), new UTF8Encoding(false), 1 << 16)
            {
                AutoFlush = !Console.IsOutputRedirected,
            };
            await foreach (var client in clients)
            {
                if (rows is { Count: < RowsOfATable })
                {
                    rows.Add(client);
                    continue;
                }

                rows?.ForEach(row => output.WriteLine(Line(row, personal)));
                rows = null;
                output.WriteLine(json ? Json(client, personal) : Line(client, personal));
            }
        }
        catch (IOException exception) when (exception.HResult is BrokenPipe)
        {
            // As after head: what was wanted is out.
        }

        if (rows is not null)
        {
            (string, Func<PresenceItem, string?>)[] columns = personal
                ? [(PresenceAttributes.IpAddress, item => item.IpAddress), (PresenceAttributes.PrincipalIdentifier, item => item.Principal)]
                : [];
            var unreadable = rows.Count(row => row.State is PresenceState.Unreadable);
            AnsiConsole.Write(ClientTable.Of(rows, columns)
                .Title($"{rows.Count - unreadable:N0} {title}{(unreadable > 0 ? $", {unreadable:N0} unreadable" : "")}"));
        }
    }

    private static string Json(PresenceItem item, bool personal) =>
        ItemJson.Of(item, attribute => Shown.Contains(attribute) || (personal && IsPersonal(attribute))).ToJsonString();

    private static string Line(PresenceItem item, bool personal)
    {
        string?[] more = personal ? [item.IpAddress?.Escaped(), item.Principal?.Escaped()] : [];
        return string.Join("  ", [$"{PresenceRow.Of(item)}", .. more.Where(text => text is { Length: > 0 })]);
    }

    // .NET's own stream for standard output goes on in silence when a pipe's reader has gone, and so would the scan.
    private static Stream StandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file's position is shared with whoever writes to it next, which this stream does not respect.
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
