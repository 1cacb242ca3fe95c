using System.Text.RegularExpressions;

namespace LifecycleLambda.Local.Output;

/// <summary>Text out of an event, for a terminal.</summary>
internal static partial class Printable
{
    // Control and format characters.
    [GeneratedRegex(@"[\p{Cc}\p{Cf}]")]
    private static partial Regex Obeyed { get; }

    /// <summary>Shows what a terminal would obey, such as a control character or a change of direction, as <c>\uXXXX</c>.</summary>
    internal static string Escaped(this string text) => Obeyed.Replace(text, found => $"\\u{(int)found.Value[0]:X4}");
}
