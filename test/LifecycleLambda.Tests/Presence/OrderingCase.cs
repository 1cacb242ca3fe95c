namespace LifecycleLambda.Tests.Presence;

/// <summary>A situation that the ordering rule must decide (docs/design.md, "The ordering rule").</summary>
/// <param name="Last">The index of the delivery with the client's last event, which must be stored in the end.</param>
/// <param name="Deliveries">The events in the order of their arrival.</param>
internal sealed record OrderingCase(int Last, params LifecycleEvent[] Deliveries)
{
    private static readonly long Hour = Minutes(60);

    internal static readonly Dictionary<string, OrderingCase> All = new()
    {
        ["first event is a disconnect"] = new(Last: 0, Disconnected(5)),
        ["provisioned without a version, then a connect"] = new(Last: 0, Connected(0)) { IsProvisioned = true },
        ["provisioned without a version, then a disconnect"] = new(Last: 0, Disconnected(0)) { IsProvisioned = true },
        ["duplicate connect"] = new(Last: 0, Connected(1), Connected(1)),
        ["duplicate disconnect"] = new(Last: 1, Connected(1), Disconnected(1, Noon + 1), Disconnected(1, Noon + 1)),
        ["disconnect stamped before its connect"] = new(Last: 1, Connected(7), Disconnected(7, Noon - Minutes(4))),
        ["late connect does not revive a closed session"] = new(Last: 0, Disconnected(7, Noon + 500), Connected(7)),
        ["late connect stamped after the disconnect of its session"] = new(Last: 0, Disconnected(7), Connected(7, Noon + Minutes(4))),
        ["late disconnect of an earlier session"] = new(Last: 1, Connected(7), Connected(8, Noon + 2000), Disconnected(7, Noon + 1000)),
        ["late connect of an earlier session"] = new(Last: 0, Connected(8, Noon + 2000), Connected(7)),
        ["reset after an hour"] = new(Last: 2, Connected(131), Disconnected(131, Noon + 1000), Connected(0, Noon + Hour + 2000)),
        ["reset with the disconnect lost"] = new(Last: 1, Connected(131), Connected(0, Noon + Hour)),
        ["reset with the connect lost"] = new(Last: 1, Disconnected(131), Disconnected(0, Noon + Hour)),
        ["reset to the same version"] = new(Last: 1, Disconnected(0), Connected(0, Noon + Hour, session: "later")),
        ["reset to the same version, still connected"] = new(Last: 1, Connected(0), Connected(0, Noon + Hour, session: "later")),
        ["takeover, disconnect first"] = new(Last: 2, Connected(3), Disconnected(3, Noon + 1000), Connected(4, Noon + 1000)),
        ["takeover, connect first"] = new(Last: 1, Connected(3), Connected(4, Noon + 1000), Disconnected(3, Noon + 1000)),
        ["takeover, disconnect stamped minutes later"] =
            new(Last: 1, Connected(3), Connected(4, Noon), Disconnected(3, Noon + Minutes(11))),
        ["event from before a reset delivered after it"] =
            new(Last: 0, Connected(0, Noon + Hour), Disconnected(131), Connected(130, Noon - 1000)),
        ["successor stamped two minutes early"] = new(Last: 1, Disconnected(5, Noon), Connected(6, Noon - Minutes(2))),
        ["successor stamped two minutes late"] = new(Last: 1, Disconnected(5, Noon), Connected(6, Noon + Minutes(2))),
        ["predecessor stamped two minutes late, delivered last"] = new(Last: 0, Connected(6, Noon), Disconnected(5, Noon + Minutes(2))),
        ["predecessor stamped two minutes early, delivered last"] = new(Last: 0, Connected(6, Noon), Disconnected(5, Noon - Minutes(2))),
        ["end of a session of days"] = new(Last: 1, Connected(9), Disconnected(9, Noon + (72 * Hour))),
        ["stored older by the tolerance: versions decide"] = new(Last: 0, Connected(5), Connected(4, Noon + Minutes(15))),
        ["stored older by more than the tolerance: time decides"] = new(Last: 1, Connected(5), Connected(4, Noon + Minutes(15) + 1)),
        ["disconnect, stored older by the tolerance: versions decide"] = new(Last: 0, Connected(5), Disconnected(4, Noon + Minutes(15))),
        ["disconnect, stored older by more than the tolerance: time decides"] =
            new(Last: 1, Connected(5), Disconnected(4, Noon + Minutes(15) + 1)),
        ["stored newer by the tolerance: versions decide"] = new(Last: 1, Connected(5), Connected(6, Noon - Minutes(15))),
        ["stored newer by more than the tolerance: time decides"] = new(Last: 0, Connected(5), Connected(6, Noon - Minutes(15) - 1)),
        ["end of the session, stored newer by the tolerance"] = new(Last: 1, Connected(5), Disconnected(5, Noon - Minutes(15))),
        ["end of the session, stored newer by more than the tolerance"] =
            new(Last: 0, Connected(5), Disconnected(5, Noon - Minutes(15) - 1)),
        ["disconnect of a later session whose connect is not there yet"] =
            new(Last: 1, Connected(5), Disconnected(6, Noon + 1000), Connected(6, Noon + 500)),
        ["second disconnect of one version"] = new(Last: 0, Disconnected(5), Disconnected(5, Noon + 1000, session: "other")),
        ["version beyond 32 bits"] = new(Last: 1, Connected(int.MaxValue), Connected(1L << 40, Noon + 1)),
        ["versions compare as numbers"] = new(Last: 1, Connected(9), Connected(10, Noon + 1)),
    };

    /// <summary>True if the table holds an item without a version for the client before the first event.</summary>
    internal bool IsProvisioned { get; init; }

    /// <summary>Delivers the events of a case for a client that has the name of the case.</summary>
    /// <returns>The expected state and the stored state.</returns>
    internal static async Task<(string Expected, string Stored)> PlayAsync(string name, TestTable table, LifecycleHandler handler)
    {
        var chosen = All[name];
        if (chosen.IsProvisioned)
        {
            await table.PutAsync(new() { ["clientId"] = new(name) });
        }

        await handler.DeliverAllAsync(chosen.Deliveries.Select(delivery => delivery with { ClientId = name }));
        var (last, item) = (chosen.Deliveries[chosen.Last], await table.GetAsync(name) ?? []);
        return (
            $"{last.EventType.ToAwsName()} {last.VersionNumber} at {last.Timestamp}, session {last.SessionIdentifier}",
            $"{item.GetValueOrDefault("eventType")?.S} {item.GetValueOrDefault("versionNumber")?.N} "
                + $"at {item.GetValueOrDefault("timestamp")?.N}, session {item.GetValueOrDefault("sessionIdentifier")?.S}");
    }
}
