using System.Globalization;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>What the function promises, as a ratio in one run or as a size.</summary>
/// <param name="Title">What is compared with what.</param>
/// <param name="Limit">At most.</param>
/// <param name="Actual">What came out; absent where a side of the comparison is.</param>
/// <param name="Unit">Of a size; empty for a ratio.</param>
internal sealed record Target(string Title, double Limit, double? Actual, string Unit)
{
    /// <summary>Whether it holds; absent where it could not be tested.</summary>
    public bool? Holds => Actual is { } actual ? actual <= Limit : null;

    internal string[] Cells =>
        [Title, Amount(Limit), Actual is { } actual ? Amount(actual) : "not measured", Holds switch { true => "holds", false => "MISSED", null => "-" }];

    private string Amount(double value) => Unit is ""
        ? value.ToString("0.000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Unit}");
}
