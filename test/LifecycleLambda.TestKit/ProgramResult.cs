namespace LifecycleLambda.TestKit;

internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of a program that was started with <c>--json</c>.</summary>
    internal List<JsonObject> Json => [.. Lines.Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>Checks that the program did nothing but report the reason.</summary>
    internal void AssertRefused(string reason)
    {
        Assert.Equal(2, ExitCode);
        Assert.Empty(Output);
        Assert.StartsWith($"error: {reason}", Errors, StringComparison.Ordinal);
    }
}
