using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Online;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>online</c>: lists or counts the clients of a deployed table, or of one on this machine.</summary>
internal static class OnlineCommand
{
    internal static void AddTo(RootCommand root)
    {
        var offline = new Option<bool>("--offline") { Description = "Lists the offline clients instead." };
        var confirmed = new Option<bool>("--confirmed-offline") { Description = "Lists the clients that are confirmed offline instead." };
        var since = new Option<TimeSpan?>("--for")
        {
            Description = "Lists only clients that have been in this state for at least this time, such as 90s, 10m, 2h or 7d.",
            HelpName = "TIME",
            CustomParser = ParseTime,
        };
        var prefix = new Option<string?>("--prefix")
        {
            Description = "Lists only clients whose id starts with this text.",
            HelpName = "TEXT",
        };
        var count = new Option<bool>("--count")
        {
            Description = "Prints only numbers: the clients that match, all known clients and, if there are any, the unreadable items.",
        };
        var limit = NumberOption.Optional("--limit", "Stops after this number of clients.");
        var segments = NumberOption.Optional(
            "--segments", "Reads this number of parts of the table in parallel. Default: 1 to 8, depending on the table's size.");
        var personal = CreatePersonal();
        var online = new Command("online", """
            Lists the clients that are online. Reads the deployed table that --table names, with your AWS credentials and Region, or a
            local one with --endpoint or --db-path. Scans the whole table (eventually consistent) and never creates one.
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
                    result.AddError($"{one.Name} and {other.Name} can't be used together.");
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
            // With a limit, reading several segments would only read more than is shown.
            var parts = arguments.GetValue(segments) ?? (arguments.GetValue(limit) is null ? PresenceScan.DefaultSegments(table) : 1);
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

    internal static Option<bool> CreatePersonal() =>
        new("--personal") { Description = "Also shows personal data: the IP address and the principal." };

    private static async Task CountAsync(PresenceScan scan, bool json, CancellationToken cancellationToken)
    {
        var (matched, unreadable, all) = await scan.CountAsync(cancellationToken);
        var counts = new List<(string Name, long Count)> { ($"{scan.Filter}", matched), ("known", all) };
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
        // The limit is a hundred years, so that no date overflows.
        if (unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * unit.TotalDays <= 36_500)
        {
            return number * unit;
        }

        result.AddError("--for must be a number and a unit (s, m, h or d), such as 10m for ten minutes, and at most a hundred years.");
        return null;
    }
}
