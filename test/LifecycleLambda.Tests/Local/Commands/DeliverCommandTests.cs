namespace LifecycleLambda.Tests.Local.Commands;

public sealed class DeliverCommandTests(EngineFixture engine) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("object", 1)]
    [InlineData("array", 3)]
    [InlineData("lines", 3)]
    public async Task Reads_an_object_an_array_and_one_per_line(string form, int count)
    {
        string[] events = [.. Enumerable.Range(0, count).Select(version => Event(version))];
        File.WriteAllText(_file, form switch
        {
            "object" => $"\uFEFF  {events[0].Replace(",", ",\n  ", StringComparison.Ordinal)}\n",
            "array" => $"[{string.Join(",\n", events)}]",
            _ => string.Join('\n', events) + "\n",
        });

        var (exitCode, lines) = await InvokeAsync("", _file);

        Assert.Equal(0, exitCode);
        Assert.Equal([.. Enumerable.Repeat("Applied", count), ""], lines.Select(line => $"{line["outcome"]}"));
        var item = lines[^1]["item"]!;
        Assert.Equal(("c1", "connected", $"{count - 1}"), ($"{item["clientId"]}", $"{item["eventType"]}", $"{item["versionNumber"]}"));
    }

    [Fact]
    public async Task Invalid_event_in_standard_input_fails_the_run()
    {
        var (exitCode, lines) = await InvokeAsync($$"""[{{Event(1)}},{"clientId":"c2"},3]""", "-");

        Assert.Equal(1, exitCode);
        Assert.Equal(["Applied", "Invalid", "Invalid", ""], lines.Select(line => $"{line["outcome"]}"));
        Assert.Equal(["standard input", "standard input #2", "standard input #3", ""], lines.Select(line => $"{line["source"]}"));
        Assert.Contains("timestamp", $"{lines[1]["error"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"clientId\":\"c1\",\n\"timestamp\":oops}", "line 2")]
    [InlineData("\n\n{} {", "line 3")]
    [InlineData("[]", "holds no events")]
    public async Task File_that_is_not_JSON_is_refused_with_its_line(string text, string message)
    {
        File.WriteAllText(_file, text);
        var table = await engine.CreateTableAsync();

        var (exitCode, output, errors) = await LocalProgram.RunAsync(Event(1), ["invoke", "-", _file, "--json", .. table.Options]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(_file, errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", errors, StringComparison.Ordinal);
        Assert.Empty(await table.ItemsAsync());
    }

    [Theory]
    [InlineData(1702562499818, "connected", 5, "3b")]
    [InlineData(1702562499000, "connected", 3, "3a")]
    [InlineData(1702552499000, "connected", 9, "3")]
    [InlineData(1702562499817, "disconnected", 4, "3a")]
    public async Task Explanation_names_the_part_of_the_rule_that_decided(long timestamp, string type, int version, string part)
    {
        var (exitCode, lines) = await InvokeAsync($"{Event(5)}\n{Event(version, timestamp, type)}", "--explain", "-");

        Assert.Equal(0, exitCode);
        Assert.Null(lines[0]["rule"]);
        Assert.Equal(
            (part, "5", $"{version}"), ($"{lines[1]["rule"]}", $"{lines[1]["stored"]!["versionNumber"]}", $"{lines[1]["arriving"]!["versionNumber"]}"));
    }

    [Fact]
    public async Task Control_characters_are_shown_escaped()
    {
        var (_, output, _) = await LocalProgram.RunAsync(Event(1, client: "c\\u001b[31m"), ["invoke", "-", .. (await engine.CreateTableAsync()).Options]);

        Assert.Contains("c\\u001B[31m", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The function does not start: TIMESTAMP_TOLERANCE_SECONDS is 'abc'", "abc")]
    [InlineData("There is no function at no-such-function", "900", "--function", "no-such-function")]
    [InlineData("The table presence-", "900", "--endpoint", "http://127.0.0.1:0")]
    public async Task What_it_cannot_run_with_is_named(string message, string tolerance, params string[] options)
    {
        string[] arguments = ["invoke", "-", .. options, .. (await engine.CreateTableAsync()).Options.Skip(options.Contains("--endpoint") ? 2 : 0)];

        var (exitCode, _, errors) = await LocalProgram.RunAsync(Event(1), arguments, $"TIMESTAMP_TOLERANCE_SECONDS={tolerance}");

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {message}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_delivers_the_samples_as_plain_text()
    {
        var (exitCode, output, _) = await LocalProgram.RunAsync("", (await engine.CreateTableAsync()).Options);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(Files(), file => Assert.Contains(Path.GetFileName(file), output, StringComparison.Ordinal));
        Assert.Contains("online   since 2023-12-14 15:58:00Z  building-7/floor-2/gateway", output, StringComparison.Ordinal);
        Assert.Contains("offline  since 2023-12-14 15:37:05Z  test", output, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private async Task<(int ExitCode, List<JsonNode> Lines)> InvokeAsync(string input, params string[] arguments)
    {
        var (exitCode, output, _) = await LocalProgram.RunAsync(input, ["invoke", .. arguments, "--json", .. (await engine.CreateTableAsync()).Options]);
        return (exitCode, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)]);
    }

    private static string Event(int version, long timestamp = 1702562499818, string type = "connected", string client = "c1") =>
        $$"""{"clientId":"{{client}}","timestamp":{{timestamp}},"eventType":"{{type}}","versionNumber":{{version}}}""";
}
