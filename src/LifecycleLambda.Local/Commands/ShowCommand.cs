using System.CommandLine;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Online;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Commands;

/// <summary>One client's item in words.</summary>
internal static class ShowCommand
{
    internal static void AddTo(RootCommand root)
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var personal = OnlineCommand.Personal();
        var show = new Command("show", "One client in words, from the same tables as online. Exit code 1 if the table has no such client.") { client, personal };
        show.SetAction((arguments, cancellationToken) => ExistingTable.UseAsync(arguments, async table =>
        {
            var id = arguments.GetValue(client)!;
            if (await new PresenceItems(table.Client, table.Name).GetAsync(id, cancellationToken) is not { } item)
            {
                Console.Error.WriteLine($"error: The table {table.Name} has no client {id.Escaped()}.");
                return ExitCode.Failed;
            }

            var shown = arguments.GetValue(personal) ? item : item.Where(attribute => !PresenceList.Personal.Contains(attribute.Key));
            Console.WriteLine(arguments.GetValue(LocalOptions.Json) ? ItemJson.Of(shown).ToJsonString() : string.Join('\n', Words(new(shown))));
            return ExitCode.Success;
        }, cancellationToken));
        root.Subcommands.Add(show);
    }

    /// <summary>What an item says.</summary>
    private static IEnumerable<string> Words(Dictionary<string, AttributeValue> item)
    {
        var row = PresenceRow.Of(item);
        var confirmed = Time("offlineConfirmedAt") is { Length: > 0 } time ? $"confirmed {time}" : "not confirmed";
        yield return row.State switch
        {
            "online" => $"{row.ClientId} is online since {row.Since} ({Length()}).",
            "offline" => $"{row.ClientId} is offline since {row.Since} ({Length()}){Reason()}, {confirmed}.",
            _ => $"{row.ClientId} has neither connected nor disconnected yet.",
        };
        foreach (var (label, value) in new[]
        {
            ("connected last", Time("connectedAt")),
            ("disconnected last", Time("disconnectedAt")),
            ("version", Text("versionNumber")),
            ("session", Text("sessionIdentifier")),
            ("thing", Text("thingName")),
            ("removed after", PresenceRow.Time(item, "expiresAt", TimeSpan.TicksPerSecond)),
            ("last IP address", Text("ipAddress")),
            ("principal", Text("principalIdentifier")),
        })
        {
            if (value is not "")
            {
                yield return $"  {label,-18} {value}";
            }
        }

        string Text(string name) => PresenceRow.Text(item, name);

        string Time(string name) => PresenceRow.Time(item, name);

        // AWS adds reasons: their names are words already.
        string Reason() => Text("disconnectReason") is { Length: > 0 } reason ? $", {reason.Replace('_', ' ').ToLowerInvariant()}" : "";

        string Length() => (DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Text("timestamp"), CultureInfo.InvariantCulture))) switch
        {
            { TotalDays: >= 1 } length => $"{length.Days} d {length.Hours} h",
            { TotalHours: >= 1 } length => $"{length.Hours} h {length.Minutes} min",
            { TotalMinutes: >= 1 } length => $"{length.Minutes} min",
            _ => "less than a minute",
        };
    }
}
