using System.CommandLine;
using System.Net;

namespace LifecycleLambda.Local.Commands;

/// <summary>Options whose value is a number within a range.</summary>
internal static class NumberOption
{
    internal static Option<int> Count(
        string name, int fallback, int least, string description, int most = int.MaxValue, string unit = "N") =>
        new Option<int>(name) { Description = description, HelpName = unit, DefaultValueFactory = _ => fallback }.Within(least, most);

    internal static Option<double> Share(string name, double fallback, string description) =>
        new Option<double>(name) { Description = $"{description} From 0 to 1.", HelpName = "P", DefaultValueFactory = _ => fallback }
            .Within(0, 1);

    /// <summary>Creates an option for 1 or more, without a default.</summary>
    internal static Option<int?> Optional(string name, string description, string unit = "N") =>
        new Option<int?>(name) { Description = description, HelpName = unit }.Within(1, int.MaxValue);

    /// <summary>Creates an option for a port, without a default. 0 is a free port.</summary>
    internal static Option<int?> Port(string name, string description) =>
        new Option<int?>(name) { Description = $"{description} 0 chooses a free port.", HelpName = "N" }.Within(0, IPEndPoint.MaxPort);

    /// <summary>Rejects numbers outside the range. The parser rejects everything that isn't a number.</summary>
    private static TOption Within<TOption>(this TOption option, double least, double most)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var number) && !(number >= least && number <= most))
            {
                result.AddError($"{option.Name} must be {(most is int.MaxValue ? $"{least} or more" : $"from {least} to {most}")}.");
            }
        });
        return option;
    }
}
