using System.Globalization;

namespace LifecycleLambda.Events;

/// <summary>
/// Reads a whole number in any form that a JSON library writes: <c>7</c>, <c>7.0</c> and <c>70E-1</c> are the same number. Uses the digits
/// and no floating-point type, because floating point would round.
/// </summary>
internal static class WholeNumber
{
    /// <returns>Whether the text is a whole number that fits into 64 bits.</returns>
    internal static bool TryParse(string text, out long number)
    {
        number = 0;
        var exponent = 0;
        var parts = text.Split('e', 'E');
        if (parts.Length > 2
            || (parts.Length is 2 && !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)))
        {
            return false;
        }

        var point = parts[0].IndexOf('.');
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var mantissa = point < 0 ? parts[0] : parts[0].Remove(point, 1);
        var digits = mantissa.TrimEnd('0');
        var zeros = (long)exponent - decimals + mantissa.Length - digits.Length;
        if (digits is "" or "-")
        {
            return mantissa.EndsWith('0');
        }

        // A number with more zeros doesn't fit.
        return zeros is >= 0 and <= 19
            && long.TryParse(digits + new string('0', (int)zeros), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
