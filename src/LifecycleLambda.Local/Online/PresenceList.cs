using System.Text;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.Output;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace LifecycleLambda.Local.Online;

/// <summary>Writes clients as they come: a table in a terminal as long as they are few, otherwise a line each.</summary>
internal static class PresenceList
{
    /// <summary>Personal data, shown where they are asked for.</summary>
    internal static readonly IReadOnlyList<string> Personal = ["ipAddress", "principalIdentifier"];

    /// <summary>Nobody reads a longer table, and it would have to wait for the last row.</summary>
    private const int RowsOfATable = 2000;

    private const int BrokenPipe = 32;

    /// <summary>What is shown of an item.</summary>
    internal static IReadOnlyList<string> Attributes(bool personal) =>
        ["clientId", "eventType", "timestamp", "disconnectReason", "offlineConfirmedAt", .. personal ? Personal : []];

    /// <summary>Writes the clients, all of which are in this state, until the reader of the pipe has gone.</summary>
    internal static async Task WriteAsync(IAsyncEnumerable<Dictionary<string, AttributeValue>> clients, string state, bool json)
    {
        var rows = json || Console.IsOutputRedirected ? null : new List<Dictionary<string, AttributeValue>>();
        try
        {
            // A line that waits in the buffer is of no use to a person.
            using var output = new StreamWriter(StandardOutput(), new UTF8Encoding(false), 1 << 16) { AutoFlush = !Console.IsOutputRedirected };
            await foreach (var client in clients)
            {
                if (rows is { Count: < RowsOfATable })
                {
                    rows.Add(client);
                    continue;
                }

                rows?.ForEach(row => output.WriteLine(Line(row)));
                rows = null;
                output.WriteLine(json ? ItemJson.Of(client).ToJsonString() : Line(client));
            }
        }
        catch (IOException exception) when (exception.HResult is BrokenPipe)
        {
            // As after head: what was wanted is out.
        }

        if (rows is not null)
        {
            var personal = Personal.Where(name => rows.Exists(row => row.ContainsKey(name))).Select(name => (name, name));
            AnsiConsole.Write(ClientTable.Of(rows, [.. personal]).Title($"{rows.Count:N0} {state}"));
        }
    }

    private static string Line(Dictionary<string, AttributeValue> item) =>
        string.Join("  ", [$"{PresenceRow.Of(item)}", .. Personal.Select(name => PresenceRow.Text(item, name)).Where(text => text is not "")]);

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
