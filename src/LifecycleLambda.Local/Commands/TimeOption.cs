using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LifecycleLambda.Local.Commands;

/// <summary>Options whose value is a duration.</summary>
internal static class TimeOption
{
    internal static Option<TimeSpan?> Create(string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = result => Parse(name, result) };

    private static TimeSpan? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var unit = text.LastOrDefault() switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        // The limit is a hundred years, so that no date overflows.
        if (unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * unit.TotalDays <= 36_500)
        {
            return number * unit;
        }

        result.AddError($"{name} must be a number and a unit (s, m, h or d), such as 10m for ten minutes, and at most a hundred years.");
        return null;
    }
}
