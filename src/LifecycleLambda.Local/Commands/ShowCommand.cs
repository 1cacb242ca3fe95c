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
            if (arguments.GetValue(LocalOptions.Json))
            {
                Console.WriteLine(ItemJson.Of(shown).ToJsonString());
            }
            else
            {
                foreach (var line in Words(new(shown), DateTimeOffset.UtcNow))
                {
                    Console.WriteLine(line.Escaped());
                }
            }

            return ExitCode.Success;
        }, cancellationToken));
        root.Subcommands.Add(show);
    }

    /// <summary>What an item says.</summary>
    private static IEnumerable<string> Words(Dictionary<string, AttributeValue> item, DateTimeOffset now)
    {
        yield return Text("eventType") switch
        {
            "connected" => $"{Text("clientId")} is online since {Time("timestamp")} ({Length()}).",
            "disconnected" => $"{Text("clientId")} is offline since {Time("timestamp")} ({Length()}){Reason()}, {Confirmed()}.",
            _ => $"{Text("clientId")} has neither connected nor disconnected yet.",
        };
        foreach (var (label, value) in new (string, string?)[]
        {
            ("connected last", Time("connectedAt")),
            ("disconnected last", Time("disconnectedAt")),
            ("version", Text("versionNumber")),
            ("session", Text("sessionIdentifier")),
            ("thing", Text("thingName")),
            ("removed after", long.TryParse(Text("expiresAt"), CultureInfo.InvariantCulture, out var seconds) ? Point(seconds * 1000) : null),
            ("last IP address", Text("ipAddress")),
            ("principal", Text("principalIdentifier")),
        })
        {
            if (value is not null)
            {
                yield return $"  {label,-18} {value}";
            }
        }

        string? Text(string name) => item.TryGetValue(name, out var value) ? value.S ?? value.N : null;

        string? Time(string name) => long.TryParse(Text(name), CultureInfo.InvariantCulture, out var milliseconds) ? Point(milliseconds) : null;

        // AWS adds reasons: their names are words already.
        string Reason() => Text("disconnectReason") is { } reason ? $", {reason.Replace('_', ' ').ToLowerInvariant()}" : "";

        string Confirmed() => Time("offlineConfirmedAt") is { } time ? $"confirmed {time}" : "not confirmed";

        string Length() => (now - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Text("timestamp")!, CultureInfo.InvariantCulture))) switch
        {
            { TotalDays: >= 1 } length => $"{length.Days} d {length.Hours} h",
            { TotalHours: >= 1 } length => $"{length.Hours} h {length.Minutes} min",
            { TotalMinutes: >= 1 } length => $"{length.Minutes} min",
            _ => "less than a minute",
        };
    }

    private static string Point(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
