namespace LifecycleLambda.Local.Reports;

/// <summary>How a simulated fleet came out.</summary>
/// <param name="Clients">How many clients it had.</param>
/// <param name="Events">How many events happened.</param>
/// <param name="Deliveries">How many reached the function, duplicates included.</param>
/// <param name="Outcomes">How many deliveries had each outcome.</param>
/// <param name="Wrong">The clients whose stored state is not the true one.</param>
/// <param name="PlainGuardShare">The share of clients, 0 to 1, that a plain version guard would have left right.</param>
/// <param name="Elapsed">How long the delivery took.</param>
internal sealed record SimulationReport(
    int Clients,
    int Events,
    int Deliveries,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyList<string> Wrong,
    double PlainGuardShare,
    TimeSpan Elapsed)
{
    internal int Right => Clients - Wrong.Count;

    internal double Share => (double)Right / Clients;

    internal double Rate => Deliveries / Math.Max(Elapsed.TotalSeconds, 0.001);
}
