namespace LifecycleLambda.TestKit;

internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The output of a program that was started with <c>--json</c>: one object per line.</summary>
    internal List<JsonObject> Json => [.. Lines.Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>Checks that the program only printed this error.</summary>
    internal void AssertRefused(string error)
    {
        Assert.Equal(2, ExitCode);
        Assert.Empty(Output);
        Assert.StartsWith($"error: {error}", Errors, StringComparison.Ordinal);
    }
}
