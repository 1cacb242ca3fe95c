using System.Text;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Presence;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace LifecycleLambda.Local.Online;

/// <summary>Writes clients as a table if there are few and the output is a terminal, and otherwise one line each as they arrive.</summary>
internal static class PresenceList
{
    /// <summary>Longer results are printed line by line: a table can't be drawn before its last row is known.</summary>
    internal const int LongestTable = 2000;

    private const int BrokenPipe = 32;

    private static readonly string[] Shown =
    [
        PresenceAttributes.ClientId, PresenceAttributes.EventType, PresenceAttributes.Timestamp, PresenceAttributes.DisconnectReason,
        PresenceAttributes.OfflineConfirmedAt,
    ];

    internal static bool IsPersonal(string attribute) =>
        attribute is PresenceAttributes.IpAddress or PresenceAttributes.PrincipalIdentifier;

    /// <summary>Writes the clients, and stops early if the reader of the pipe closes it.</summary>
    /// <param name="clients">The clients.</param>
    /// <param name="title">The word for these clients in the table's title, such as "online".</param>
    /// <param name="json">Writes JSON objects if true.</param>
    /// <param name="personal">Includes personal data if true.</param>
    internal static async Task WriteAsync(IAsyncEnumerable<PresenceItem> clients, string title, bool json, bool personal)
    {
        var rows = json || Console.IsOutputRedirected ? null : new List<PresenceItem>();
        try
        {
            // A terminal gets each line at once. A pipe or a file gets full buffers, which is faster.
            using var output = new StreamWriter(OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
            output.AutoFlush = !Console.IsOutputRedirected;
            await foreach (var client in clients)
            {
                if (rows is { Count: < LongestTable })
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
            // The reader closed the pipe, as `head` does. We're done.
        }

        if (rows is not null)
        {
            (string, Func<PresenceItem, string?>)[] columns = personal
                ? [(PresenceAttributes.IpAddress, item => item.IpAddress), (PresenceAttributes.PrincipalIdentifier, item => item.Principal)]
                : [];
            var unreadable = rows.Count(row => row.State is PresenceState.Unreadable);
            AnsiConsole.Write(ClientTable.Create(rows, columns)
                .Title($"{rows.Count - unreadable:N0} {title}{(unreadable > 0 ? $", {unreadable:N0} unreadable" : "")}"));
        }
    }

    private static string Json(PresenceItem item, bool personal) =>
        ItemJson.FromItem(item, attribute => Shown.Contains(attribute) || (personal && IsPersonal(attribute))).ToJsonString();

    private static string Line(PresenceItem item, bool personal)
    {
        string?[] more = personal ? [item.IpAddress?.Escaped(), item.Principal?.Escaped()] : [];
        return string.Join("  ", [$"{PresenceRow.FromItem(item)}", .. more.Where(text => text is { Length: > 0 })]);
    }

    // .NET's stream for standard output ignores a closed pipe, so the scan would continue for nobody.
    private static Stream OpenStandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A FileStream keeps its position. In a file, it would overwrite what another process writes there.
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
