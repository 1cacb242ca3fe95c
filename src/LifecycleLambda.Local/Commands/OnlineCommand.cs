using System.CommandLine;
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
        var since = TimeOption.Create(
            "--for", "Lists only clients that have been in this state for at least this time, such as 90s, 10m, 2h or 7d.");
        var prefix = CreatePrefix("Lists");
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
                DateTimeOffset.UtcNow - arguments.GetValue(since));
            // With a limit, reading several segments would only read more than is shown.
            var parts = arguments.GetValue(segments) ?? (arguments.GetValue(limit) is null ? PresenceScan.DefaultSegments(table) : 1);
            var scan = new PresenceScan(client, table, filter, arguments.GetValue(prefix), parts, Console.Error.WriteLine);
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

    /// <summary>Creates the option for a prefix. An empty prefix is the same as none.</summary>
    internal static Option<string?> CreatePrefix(string verb) => new("--prefix")
    {
        Description = $"{verb} only clients whose id starts with this text.",
        HelpName = "TEXT",
        CustomParser = result => result.Tokens.Single().Value is { Length: > 0 } text ? text : null,
    };

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
}
