using System.CommandLine;

namespace LifecycleLambda.Local.Commands;

/// <summary>Options that are numbers within a range.</summary>
internal static class NumberOption
{
    internal static Option<int> Count(string name, int fallback, int least, string description, int most = int.MaxValue, string unit = "N") =>
        new Option<int>(name) { Description = description, HelpName = unit, DefaultValueFactory = _ => fallback }.Within(least, most);

    internal static Option<double> Share(string name, double fallback, string description) =>
        new Option<double>(name) { Description = $"{description} From 0 to 1.", HelpName = "P", DefaultValueFactory = _ => fallback }.Within(0, 1);

    /// <summary>1 or more, if it is given.</summary>
    internal static Option<int?> Optional(string name, string description, string unit = "N") =>
        new Option<int?>(name) { Description = description, HelpName = unit }.Within(1, int.MaxValue);

    /// <summary>Refuses what is outside of the range; what is no number at all is refused by the parser.</summary>
    private static TOption Within<TOption>(this TOption option, double least, double most)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var number) && !(number >= least && number <= most))
            {
                result.AddError(most is int.MaxValue ? $"{option.Name} must be {least} or more." : $"{option.Name} must be from {least} to {most}.");
            }
        });
        return option;
    }
}
