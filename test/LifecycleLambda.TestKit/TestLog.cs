namespace LifecycleLambda.TestKit;

internal sealed class TestLog : MemoryStream
{
    /// <summary>The text that triggers a defect: writing the first line that contains this text throws an exception.</summary>
    internal string? Defect { get; set; }

    internal string[] Lines => Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    internal string[] Outcomes => [.. Lines.Select(line => (string)JsonNode.Parse(line)!["outcome"]!)];

    /// <summary>The names of the metrics in each line.</summary>
    internal string[] MetricNames => [.. Lines.Select(line => string.Join(
        ' ', JsonNode.Parse(line)!["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]!.AsArray().Select(metric => metric!["Name"])))];

    public override void Write(ReadOnlySpan<byte> line)
    {
        if (Defect is not null && Encoding.UTF8.GetString(line).Contains(Defect, StringComparison.Ordinal))
        {
            Defect = null;
            throw new InvalidOperationException("A defect.");
        }

        base.Write(line);
    }
}
