namespace LifecycleLambda.Local.Online;

/// <summary>Counts the verdicts.</summary>
internal sealed class VerificationSummary
{
    private readonly long[] _counts = new long[Enum.GetValues<Verdict>().Length];

    internal long Repaired { get; private set; }

    /// <summary>The number of clients that are wrong or missing, without those that were repaired.</summary>
    internal long Unrepaired => this[Verdict.Wrong] + this[Verdict.Missing] - Repaired;

    /// <summary>The number of clients that have a verdict.</summary>
    internal long All => _counts.Sum();

    internal long this[Verdict verdict] => _counts[(int)verdict];

    internal void Add(Finding finding)
    {
        _counts[(int)finding.Verdict]++;
        Repaired += finding.IsRepaired ? 1 : 0;
    }

    /// <summary>Returns the counts as a sentence. Zero appears only for the clients that are right.</summary>
    public override string ToString()
    {
        var judged = this[Verdict.Right] + this[Verdict.Wrong] + this[Verdict.Missing];
        (long Count, string One, string More)[] others =
        [
            (this[Verdict.Wrong], "is wrong", "are wrong"),
            (this[Verdict.Missing], "is missing", "are missing"),
            (Repaired, "is repaired", "are repaired"),
            (this[Verdict.OnItsWay], "event is on its way", "events are on their way"),
            (this[Verdict.Unreadable], "item can't be read", "items can't be read"),
            (this[Verdict.NotAsked], "client id isn't accepted by AWS IoT", "client ids aren't accepted by AWS IoT"),
        ];
        var parts = others.Where(other => other.Count > 0)
            .Select(other => $"; {other.Count:N0} {(other.Count is 1 ? other.One : other.More)}");
        return $"The table is right about {this[Verdict.Right]:N0} of {judged:N0} clients{string.Concat(parts)}.";
    }
}
