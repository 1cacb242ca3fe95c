namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The median, minimum and maximum of a number of samples.</summary>
internal sealed record Figure(double Median, double Min, double Max, int Count)
{
    internal static Figure FromSamples(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 is 0 ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle];
        return new Figure(median, sorted[0], sorted[^1], sorted.Length);
    }
}
