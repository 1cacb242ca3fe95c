namespace LifecycleLambda.TestKit;

internal sealed class TestLog : MemoryStream
{
    /// <summary>Makes the first line that holds this text fail: a defect that nobody expects.</summary>
    internal string? Defect { get; set; }

    internal string[] Lines => Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal string[] Outcomes => [.. Lines.Select(line => JsonElement.Parse(line).GetProperty("outcome").GetString()!)];

    internal string[] MetricNames => [.. Lines.Select(line => string.Join(
        ' ',
        JsonElement.Parse(line).GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics")
            .EnumerateArray().Select(metric => metric.GetProperty("Name"))))];

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
