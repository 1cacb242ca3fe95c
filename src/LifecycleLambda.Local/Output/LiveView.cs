using System.Threading.Channels;
using LifecycleLambda.Local.DynamoDb;
using Spectre.Console;

namespace LifecycleLambda.Local.Output;

/// <summary>Shows the last events in a terminal, and who is online according to the table.</summary>
/// <param name="items">The table. A client's item is read again after each of its events.</param>
/// <param name="withAddresses">Shows the clients' IP addresses if true.</param>
internal sealed class LiveView(PresenceItems items, bool withAddresses)
{
    private const int LastEvents = 8;

    /// <summary>The number of lines that the frames of both tables need.</summary>
    private const int FrameHeight = 11;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly Dictionary<string, PresenceItem> _items = [];
    private readonly Queue<EventReport> _events = [];

    /// <summary>Adds a delivery; safe from any thread.</summary>
    internal void Add(Delivery delivery) => _deliveries.Writer.TryWrite(delivery);

    internal async Task RunAsync(IEnumerable<PresenceItem> stored, CancellationToken end)
    {
        foreach (var item in stored)
        {
            _items[item.ClientId] = item;
        }

        await AnsiConsole.Live(Render()).AutoClear(true).StartAsync(async live =>
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

    private async Task<bool> ReadChangesAsync()
    {
        var changed = new HashSet<string>();
        while (_deliveries.Reader.TryRead(out var delivery))
        {
            changed.Add(delivery.Event.ClientId);
            _events.Enqueue(delivery.Report);
            if (_events.Count > LastEvents)
            {
                _events.Dequeue();
            }
        }

        foreach (var clientId in changed)
        {
            if (await items.GetAsync(clientId, CancellationToken.None) is { } item)
            {
                _items[clientId] = item;
            }
        }

        return changed.Count > 0;
    }

    private Rows Render()
    {
        var events = new Table().Title("Last events").AddColumns("Outcome", "Event", "Version", "Client", "Reason").Expand();
        foreach (var report in _events)
        {
            events.AddRow(
                $"[{report.Color.ToMarkup()}]{report.Outcome}[/]",
                report.EventType,
                $"{report.VersionNumber}",
                report.ClientId.Escaped().EscapeMarkup(),
                (report.Error ?? report.Source).Escaped().EscapeMarkup());
        }

        return new Rows(Clients(), events);
    }

    // Shows the most recently changed clients when not all fit.
    private Table Clients()
    {
        var most = Math.Max(3, AnsiConsole.Profile.Height - LastEvents - FrameHeight);
        var shown = _items.Values.OrderByDescending(item => item.Since).Take(most);
        var online = _items.Values.Count(item => item.State is PresenceState.Online);
        (string, Func<PresenceItem, string?>)[] addresses = withAddresses ? [("Last address", item => item.IpAddress)] : [];
        return ClientTable.Create(shown, [("Version", item => $"{item.Version}"), .. addresses])
            .Title("Who is online")
            .Caption($"{online} of {_items.Count} online" + (_items.Count > most ? $"; only the last {most} changed are shown" : ""))
            .Expand();
    }
}
