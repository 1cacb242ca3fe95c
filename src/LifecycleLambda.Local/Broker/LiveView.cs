using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LifecycleLambda.Local.Broker;

/// <summary>Who is online according to the table, and the last events: in place, in a person's terminal.</summary>
/// <param name="console">The terminal.</param>
/// <param name="items">The table, from which each client's state is read after each delivery.</param>
/// <param name="withAddresses">Whether the clients' addresses are shown.</param>
internal sealed class LiveView(IAnsiConsole console, PresenceItems items, bool withAddresses)
{
    private const int LastEvents = 8;

    /// <summary>What the frame of both tables takes, in lines.</summary>
    private const int FrameHeight = 11;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, AttributeValue>> _items = [];
    private readonly HashSet<string> _changed = [];
    private readonly Queue<EventReport> _events = [];

    /// <summary>Takes a delivery; safe from any thread.</summary>
    internal void Delivered(Delivery delivery)
    {
        lock (_gate)
        {
            _changed.Add(delivery.Event.ClientId);
            _events.Enqueue(EventReport.Of(delivery.Event.DisconnectReason ?? "", delivery.Payload, delivery.Result));
            while (_events.Count > LastEvents)
            {
                _events.Dequeue();
            }
        }
    }

    /// <summary>Shows the tables until it is told to end.</summary>
    internal async Task RunAsync(IEnumerable<Dictionary<string, AttributeValue>> stored, CancellationToken end)
    {
        Keep(stored);
        await console.Live(Render()).AutoClear(true).StartAsync(async live =>
        {
            while (!end.IsCancellationRequested)
            {
                if (await ReadChangesAsync())
                {
                    live.UpdateTarget(Render());
                }

                await Task.Delay(Interval, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
    }

    /// <summary>Shows every client once, for good.</summary>
    internal void ShowAll(IEnumerable<Dictionary<string, AttributeValue>> stored)
    {
        Keep(stored);
        console.Write(Clients(int.MaxValue));
    }

    private void Keep(IEnumerable<Dictionary<string, AttributeValue>> stored)
    {
        foreach (var item in stored)
        {
            _items[item["clientId"].S] = item;
        }
    }

    private async Task<bool> ReadChangesAsync()
    {
        List<string> changed;
        lock (_gate)
        {
            changed = [.. _changed];
            _changed.Clear();
        }

        foreach (var clientId in changed)
        {
            if (await items.GetAsync(clientId, CancellationToken.None) is { } item)
            {
                Keep([item]);
            }
        }

        return changed.Count > 0;
    }

    private Rows Render()
    {
        var events = new Table().Title("Last events").AddColumns("Outcome", "Event", "Version", "Client", "Reason").Expand();
        lock (_gate)
        {
            foreach (var report in _events)
            {
                events.AddRow(
                    $"[{(report.Outcome is "Applied" ? "green" : report.Error is null ? "yellow" : "red")}]{report.Outcome}[/]",
                    report.EventType,
                    $"{report.VersionNumber}",
                    report.ClientId.Escaped().EscapeMarkup(),
                    (report.Error ?? report.Source).Escaped().EscapeMarkup());
            }
        }

        return new Rows(Clients(Math.Max(3, console.Profile.Height - LastEvents - FrameHeight)), events);
    }

    // Where not all of them fit, those that changed last.
    private Table Clients(int most)
    {
        var rows = _items.Values.Select(item => (Row: PresenceRow.Of(item), Address: item.GetValueOrDefault("ipAddress")?.S ?? "")).ToList();
        var table = new Table().Title("Who is online").AddColumns("Client", "State", "Since (UTC)", "Reason", "Version").Expand();
        if (withAddresses)
        {
            table.AddColumn("Last address");
        }

        foreach (var (row, address) in rows.OrderByDescending(row => row.Row.Since, StringComparer.Ordinal).Take(most)
            .OrderBy(row => row.Row.ClientId, StringComparer.Ordinal))
        {
            List<IRenderable> cells =
            [
                new Text(row.ClientId.Escaped()),
                new Text(row.State, row.State is "online" ? Color.Green : Color.Red),
                new Text(row.Since),
                new Text(row.Reason.Escaped()),
                new Text(row.VersionNumber),
            ];
            if (withAddresses)
            {
                cells.Add(new Text(address.Escaped()));
            }

            table.AddRow(cells);
        }

        var shown = rows.Count > most ? $"; the {most} that changed last" : "";
        return table.Caption($"{rows.Count(row => row.Row.State is "online")} of {rows.Count} online{shown}");
    }
}
