using System.Text;
using System.Text.Json;

namespace LifecycleLambda.TestKit;

/// <summary>What the function logs: one line of JSON per event.</summary>
internal sealed class TestLog : MemoryStream
{
    /// <summary>Makes the first line that holds this text fail: a defect that nobody expects.</summary>
    internal string? Defect { get; set; }

    internal string[] Lines => Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal string[] Outcomes => [.. Lines.Select(line => JsonElement.Parse(line).GetProperty("outcome").GetString()!)];

    public override void Write(ReadOnlySpan<byte> line)
    {
        if (Defect is not null && Encoding.UTF8.GetString(line).Contains(Defect, StringComparison.Ordinal))
        {
            Defect = null;
            throw new InvalidOperationException("A defect.");
        }

        base.Write(line);
    }
}
