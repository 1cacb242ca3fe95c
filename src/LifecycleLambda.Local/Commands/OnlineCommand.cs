using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Online;

namespace LifecycleLambda.Local.Commands;

/// <summary>Who is online, from a deployed table or one on this machine.</summary>
internal static class OnlineCommand
{
    internal static void AddTo(RootCommand root)
    {
        var offline = new Option<bool>("--offline") { Description = "Who is offline instead." };
        var confirmed = new Option<bool>("--confirmed-offline") { Description = "Who is offline and confirmed to be, instead." };
        var since = new Option<TimeSpan?>("--for")
        {
            Description = "Only those in this state for at least so long: 90s, 10m, 2h, 7d.",
            HelpName = "TIME",
            CustomParser = ParseTime,
        };
        var prefix = new Option<string?>("--prefix") { Description = "Only clients whose id begins so.", HelpName = "TEXT" };
        var count = new Option<bool>("--count") { Description = "Prints numbers only: the clients that match, all known clients and, if there are any, the unreadable ones." };
        var limit = NumberOption.Optional("--limit", "Ends after so many clients.");
        var segments = NumberOption.Optional("--segments", "Reads so many parts of the table at a time. Default: by the table's size, 1 to 8.");
        var personal = Personal();
        var online = new Command("online", """
            Who is online, in the deployed table that --table names (with your AWS credentials and Region), or in a local one with
            --endpoint or --db-path. Reads the whole table, eventually consistent, and creates none.
            """)
        {
            offline, confirmed, since, prefix, count, limit, segments, personal,
        };
        online.Validators.Add(result =>
        {
            foreach (var (one, other) in new (Option, Option)[] { (offline, confirmed), (count, limit), (count, personal) })
            {
                if (result.GetResult(one) is not null && result.GetResult(other) is not null)
                {
                    result.AddError($"{one.Name} and {other.Name} exclude each other.");
                }
            }
        });
        online.SetAction((arguments, cancellationToken) => ExistingTable.UseAsync(arguments, async (client, table) =>
        {
            var json = arguments.GetValue(LocalOptions.Json);
            var filter = new PresenceFilter(
                arguments.GetValue(offline) || arguments.GetValue(confirmed) ? PresenceState.Offline : PresenceState.Online,
                arguments.GetValue(confirmed),
                DateTimeOffset.UtcNow - arguments.GetValue(since),
                arguments.GetValue(prefix) is { Length: > 0 } text ? text : null);
            // With a limit most of the table is not read: segments would only read more than is shown.
            var parts = arguments.GetValue(segments) ?? (arguments.GetValue(limit) is null ? PresenceScan.SegmentsOf(table) : 1);
            var scan = new PresenceScan(client, table, filter, parts, Console.Error.WriteLine);
            if (arguments.GetValue(count))
            {
                await CountAsync(scan, json, cancellationToken);
            }
            else
            {
                var clients = scan.ItemsAsync(cancellationToken).Take(arguments.GetValue(limit) ?? int.MaxValue);
                await PresenceList.WriteAsync(clients, $"{filter}", json, arguments.GetValue(personal));
            }

            return ExitCode.Success;
        }, cancellationToken));
        root.Subcommands.Add(online);
    }

    internal static Option<bool> Personal() => new("--personal") { Description = "Also shows personal data: the IP address and the principal." };

    private static async Task CountAsync(PresenceScan scan, bool json, CancellationToken cancellationToken)
    {
        var (matched, unreadable, known) = await scan.CountAsync(cancellationToken);
        var counts = new List<(string Name, long Count)> { ($"{scan.Filter}", matched), ("known", known) };
        if (unreadable > 0)
        {
            counts.Add(("unreadable", unreadable));
        }

        Console.WriteLine(json
            ? new JsonObject(counts.Select(count => KeyValuePair.Create(count.Name, (JsonNode?)count.Count))).ToJsonString()
            : string.Join('\n', counts.Select(count => $"{count.Name} {count.Count}")));
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var unit = text.LastOrDefault() switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        // A hundred years are enough for anybody, and no date overflows.
        if (unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * unit.TotalDays <= 36_500)
        {
            return number * unit;
        }

        result.AddError("--for takes a number and a unit, s, m, h or d: 10m is ten minutes.");
        return null;
    }
}
