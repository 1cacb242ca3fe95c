using System.Text;
using System.Text.Json;

namespace LifecycleLambda.TestKit;

/// <summary>What the function logs: one line of JSON per event.</summary>
internal sealed class TestLog : MemoryStream
{
    internal string[] Lines => Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal string[] Outcomes => [.. Lines.Select(line => JsonElement.Parse(line).GetProperty("outcome").GetString()!)];
}
