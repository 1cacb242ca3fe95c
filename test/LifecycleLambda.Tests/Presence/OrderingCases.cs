namespace LifecycleLambda.Tests.Presence;

/// <summary>The situations that the ordering rule exists for (docs/design.md, "The ordering rule"): deliveries in order, and the event that is true.</summary>
internal static class OrderingCases
{
    private static readonly long Hour = Minutes(60);

    internal static readonly Dictionary<string, (LifecycleEvent[] Deliveries, LifecycleEvent Truth)> All = new()
    {
        ["first event is a disconnect"] = Case(truth: 0, Disconnected(5)),
        ["provisioned without a version, then a connect"] = Case(truth: 0, Connected(0)),
        ["provisioned without a version, then a disconnect"] = Case(truth: 0, Disconnected(0)),
        ["duplicate connect"] = Case(truth: 0, Connected(1), Connected(1)),
        ["duplicate disconnect"] = Case(truth: 1, Connected(1), Disconnected(1, Noon + 1), Disconnected(1, Noon + 1)),
        ["disconnect stamped before its connect"] = Case(truth: 1, Connected(7), Disconnected(7, Noon - Minutes(4))),
        ["late connect does not revive a closed session"] = Case(truth: 0, Disconnected(7, Noon + 500), Connected(7)),
        ["late connect stamped after the disconnect of its session"] = Case(truth: 0, Disconnected(7), Connected(7, Noon + Minutes(4))),
        ["late disconnect of an earlier session"] = Case(truth: 1, Connected(7), Connected(8, Noon + 2000), Disconnected(7, Noon + 1000)),
        ["late connect of an earlier session"] = Case(truth: 0, Connected(8, Noon + 2000), Connected(7)),
        ["reset after an hour"] = Case(truth: 2, Connected(131), Disconnected(131, Noon + 1000), Connected(0, Noon + Hour + 2000)),
        ["reset with the disconnect lost"] = Case(truth: 1, Connected(131), Connected(0, Noon + Hour)),
        ["reset with the connect lost"] = Case(truth: 1, Disconnected(131), Disconnected(0, Noon + Hour)),
        ["reset to the same version"] = Case(truth: 1, Disconnected(0), Connected(0, Noon + Hour, session: "later")),
        ["reset to the same version, still connected"] = Case(truth: 1, Connected(0), Connected(0, Noon + Hour, session: "later")),
        ["takeover, disconnect first"] = Case(truth: 2, Connected(3), Disconnected(3, Noon + 1000), Connected(4, Noon + 1000)),
        ["takeover, connect first"] = Case(truth: 1, Connected(3), Connected(4, Noon + 1000), Disconnected(3, Noon + 1000)),
        ["takeover, disconnect stamped minutes later"] = Case(truth: 1, Connected(3), Connected(4, Noon), Disconnected(3, Noon + Minutes(11))),
        ["event from before a reset delivered after it"] = Case(truth: 0, Connected(0, Noon + Hour), Disconnected(131), Connected(130, Noon - 1000)),
        ["successor stamped two minutes early"] = Case(truth: 1, Disconnected(5, Noon), Connected(6, Noon - Minutes(2))),
        ["successor stamped two minutes late"] = Case(truth: 1, Disconnected(5, Noon), Connected(6, Noon + Minutes(2))),
        ["predecessor stamped two minutes late, delivered last"] = Case(truth: 0, Connected(6, Noon), Disconnected(5, Noon + Minutes(2))),
        ["predecessor stamped two minutes early, delivered last"] = Case(truth: 0, Connected(6, Noon), Disconnected(5, Noon - Minutes(2))),
        ["end of a session of days"] = Case(truth: 1, Connected(9), Disconnected(9, Noon + (72 * Hour))),
        ["stored older by the tolerance: versions decide"] = Case(truth: 0, Connected(5), Connected(4, Noon + Minutes(15))),
        ["stored older by more than the tolerance: time decides"] = Case(truth: 1, Connected(5), Connected(4, Noon + Minutes(15) + 1)),
        ["disconnect, stored older by the tolerance: versions decide"] = Case(truth: 0, Connected(5), Disconnected(4, Noon + Minutes(15))),
        ["disconnect, stored older by more than the tolerance: time decides"] = Case(truth: 1, Connected(5), Disconnected(4, Noon + Minutes(15) + 1)),
        ["stored newer by the tolerance: versions decide"] = Case(truth: 1, Connected(5), Connected(6, Noon - Minutes(15))),
        ["stored newer by more than the tolerance: time decides"] = Case(truth: 0, Connected(5), Connected(6, Noon - Minutes(15) - 1)),
        ["end of the session, stored newer by the tolerance"] = Case(truth: 1, Connected(5), Disconnected(5, Noon - Minutes(15))),
        ["end of the session, stored newer by more than the tolerance"] = Case(truth: 0, Connected(5), Disconnected(5, Noon - Minutes(15) - 1)),
        ["disconnect of a later session whose connect is not there yet"] = Case(truth: 1, Connected(5), Disconnected(6, Noon + 1000), Connected(6, Noon + 500)),
        ["second disconnect of one version"] = Case(truth: 0, Disconnected(5), Disconnected(5, Noon + 1000, session: "other")),
        ["version beyond 32 bits"] = Case(truth: 1, Connected(int.MaxValue), Connected(1L << 40, Noon + 1)),
        ["versions compare as numbers"] = Case(truth: 1, Connected(9), Connected(10, Noon + 1)),
    };

    /// <summary>Delivers the events of a case as those of a client that is called like it.</summary>
    /// <returns>The state that is true, and the stored one.</returns>
    internal static async Task<(string Expected, string Stored)> PlayAsync(string name, TestTable table, LifecycleHandler handler)
    {
        var (deliveries, truth) = All[name];
        if (name.StartsWith("provisioned", StringComparison.Ordinal))
        {
            await table.PutAsync(new() { ["clientId"] = new(name) });
        }

        await handler.DeliverAllAsync(deliveries.Select(delivery => delivery with { ClientId = name }));
        var item = await table.GetAsync(name);
        return (
            $"{truth.EventType.ToAwsName()} {truth.VersionNumber} at {truth.Timestamp}, session {truth.SessionIdentifier}",
            $"{item?.GetValueOrDefault("eventType")?.S} {item?.GetValueOrDefault("versionNumber")?.N} at {item?.GetValueOrDefault("timestamp")?.N}, "
                + $"session {item?.GetValueOrDefault("sessionIdentifier")?.S}");
    }

    private static (LifecycleEvent[] Deliveries, LifecycleEvent Truth) Case(int truth, params LifecycleEvent[] deliveries) =>
        (deliveries, deliveries[truth]);
}
