using System.CommandLine;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Online;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>show</c>: describes one client's item in words.</summary>
internal static class ShowCommand
{
    internal static void AddTo(RootCommand root)
    {
        var client = new Argument<string>("CLIENT") { Description = "The client's id." };
        var personal = OnlineCommand.CreatePersonal();
        var show = new Command(
            "show", "Describes one client in words. Reads the same tables as online. Exit code 1 if the table doesn't have the client.")
        {
            client, personal,
        };
        show.SetAction((arguments, cancellationToken) => ExistingTable.UseAsync(arguments, async (dynamoDb, table) =>
        {
            var id = arguments.GetValue(client)!;
            if (await new PresenceItems(dynamoDb, table.TableName).GetAsync(id, cancellationToken) is not { } item)
            {
                Console.Error.WriteLine($"error: Can't show client {id.Escaped()}: table {table.TableName} doesn't have it. Check the id.");
                return ExitCode.Failed;
            }

            var withPersonal = arguments.GetValue(personal);
            Console.WriteLine(arguments.GetValue(LocalOptions.Json)
                ? ItemJson.FromItem(item, attribute => withPersonal || !PresenceList.IsPersonal(attribute)).ToJsonString()
                : string.Join('\n', Describe(item, withPersonal)));
            return ExitCode.Success;
        }, cancellationToken));
        root.Subcommands.Add(show);
    }

    private static IEnumerable<string> Describe(PresenceItem item, bool withPersonal)
    {
        var client = item.ClientId.Escaped();
        yield return item.State switch
        {
            PresenceState.Online => $"{client} is online since {item.Since:u} ({Length()}).",
            PresenceState.Offline => $"{client} is offline since {item.Since:u} ({Length()}){Reason()}, {Confirmed()}.",
            PresenceState.Unreadable => $"{client} has an unreadable item: {item.Problem}.",
            _ => $"{client} has neither connected nor disconnected yet.",
        };
        foreach (var (label, value) in new[]
        {
            ("connected last", $"{item.ConnectedAt:u}"),
            ("disconnected last", $"{item.DisconnectedAt:u}"),
            ("version", $"{item.Version}"),
            ("session", item.Session),
            ("thing", item.ThingName),
            ("removed after", $"{item.ExpiresAt:u}"),
            ("last IP address", withPersonal ? item.IpAddress : null),
            ("principal", withPersonal ? item.Principal : null),
        })
        {
            if (value is { Length: > 0 })
            {
                yield return $"  {label,-18} {value.Escaped()}";
            }
        }

        // AWS adds new reasons over time, so derive the text from the name.
        string Reason() => item.Reason is { Length: > 0 } reason ? $", {reason.Escaped().Replace('_', ' ').ToLowerInvariant()}" : "";

        string Confirmed() => item.IsConfirmed ? $"confirmed {item.ConfirmedAt:u}" : "not confirmed";

        string Length() => (DateTimeOffset.UtcNow - item.Since) switch
        {
            { TotalDays: >= 1 } length => $"{length.Days} d {length.Hours} h",
            { TotalHours: >= 1 } length => $"{length.Hours} h {length.Minutes} min",
            { TotalMinutes: >= 1 } length => $"{length.Minutes} min",
            _ => "less than a minute",
        };
    }
}
