using System.Globalization;
using System.Text;

namespace LifecycleLambda.Local.Output;

/// <summary>Text out of an event, for a terminal.</summary>
internal static class Printable
{
    /// <summary>Shows what a terminal would obey, such as a control character or a change of direction, as <c>\uXXXX</c>.</summary>
    internal static string Escaped(this string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }
}
