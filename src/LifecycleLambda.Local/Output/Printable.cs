using System.Text.RegularExpressions;

namespace LifecycleLambda.Local.Output;

/// <summary>Escapes text from events for terminals.</summary>
internal static partial class Printable
{
    [GeneratedRegex(@"[\p{Cc}\p{Cf}]")]
    private static partial Regex ControlOrFormatCharacter { get; }

    /// <summary>Replaces characters that change a terminal's state or the text's direction with <c>\uXXXX</c>.</summary>
    internal static string Escaped(this string text) =>
        ControlOrFormatCharacter.Replace(text, found => $"\\u{(int)found.Value[0]:X4}");
}
