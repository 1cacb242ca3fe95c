using System.CommandLine;

namespace LifecycleLambda.Local.Commands;

/// <summary>Options that are numbers within a range.</summary>
internal static class NumberOption
{
    internal static Option<int> Count(string name, int fallback, int least, string description, int most = int.MaxValue)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };
        AddRange(option, least, most);
        return option;
    }

    internal static void AddRange(Option option, int least, int most = int.MaxValue) => option.Validators.Add(result =>
    {
        // What is no number at all is refused by the parser.
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) && (count < least || count > most))
        {
            result.AddError(most is int.MaxValue ? $"{option.Name} must be {least} or more." : $"{option.Name} must be from {least} to {most}.");
        }
    });

    internal static Option<double> Share(string name, double fallback, string description)
    {
        var option = new Option<double>(name) { Description = $"{description} From 0 to 1.", HelpName = "P", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var share) && share is not (>= 0 and <= 1))
            {
                result.AddError($"{name} must be from 0 to 1.");
            }
        });
        return option;
    }
}
