using System.Text.Json;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Local;

public sealed class InvokeCommandTests(EngineFixture engine) : IDisposable
{
    private const string Event = """{"clientId":"c1","timestamp":1702562499818,"eventType":"connected","versionNumber":VERSION}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");

    [Theory]
    [InlineData("object", 1)]
    [InlineData("array", 3)]
    [InlineData("lines", 3)]
    public async Task Reads_an_object_an_array_and_one_per_line(string form, int count)
    {
        string[] events = [.. Enumerable.Range(0, count).Select(i => Event.Replace("VERSION", $"{i}", StringComparison.Ordinal))];
        var file = Write("events.json", form switch
        {
            "object" => $"\uFEFF  {events[0].Replace(",", ",\n  ", StringComparison.Ordinal)}\n",
            "array" => $"[{string.Join(",\n", events)}]",
            _ => string.Join('\n', events) + "\n",
        });

        var (exitCode, lines, _) = await InvokeAsync("", file);

        Assert.Equal(0, exitCode);
        Assert.Equal([.. Enumerable.Repeat("Applied", count)], lines.Where(line => !Item(line)).Select(line => line.GetProperty("outcome").GetString()));
        var item = lines.Single(Item).GetProperty("item");
        Assert.Equal(("c1", "connected", count - 1), (item.GetProperty("clientId").GetString(), item.GetProperty("eventType").GetString(), item.GetProperty("versionNumber").GetInt32()));
    }

    [Fact]
    public async Task Reads_standard_input_and_fails_if_an_event_fails()
    {
        var (exitCode, lines, _) = await InvokeAsync($"{Event.Replace("VERSION", "1", StringComparison.Ordinal)}\n{{\"clientId\":\"c2\"}}\n", "-");

        Assert.Equal(1, exitCode);
        Assert.Equal(["Applied", "Invalid"], lines.Where(line => !Item(line)).Select(line => line.GetProperty("outcome").GetString()));
        Assert.Contains("timestamp", lines[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single(lines, Item);
    }

    [Theory]
    [InlineData("{\"clientId\":\"c1\",\n\"timestamp\":oops}", "line 2")]
    [InlineData("\n\n{} {", "line 3")]
    [InlineData("", "holds no events")]
    [InlineData("[]", "holds no events")]
    public async Task File_that_is_not_json_is_named_with_its_line_and_nothing_is_delivered(string text, string message)
    {
        var good = Write("good.json", Event.Replace("VERSION", "1", StringComparison.Ordinal));
        var bad = Write("bad.json", text);
        var table = await engine.CreateTableAsync();

        var (exitCode, output, errors) = await LocalProgram.RunAsync("", ["invoke", good, bad, "--json", .. To(table)]);

        Assert.Equal(2, exitCode);
        Assert.Contains(bad, errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", errors, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Empty(await table.ItemsAsync());
    }

    [Fact]
    public async Task File_that_is_missing_is_named()
    {
        var (exitCode, _, errors) = await LocalProgram.RunAsync("", "invoke", "no-such-file.json");

        Assert.Equal(2, exitCode);
        Assert.Contains("no-such-file.json cannot be read", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Required argument", "invoke")]
    [InlineData("--bogus is no option of invoke", "invoke", "--bogus")]
    [InlineData("The file  cannot be read", "invoke", "")]
    [InlineData("--port must be from 0 to 65535", "engine", "--port", "-1")]
    public async Task Wrong_usage_exits_2_and_says_so(string message, params string[] arguments)
    {
        var (exitCode, output, errors) = await LocalProgram.RunAsync("", arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"error: {message}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elements_of_an_array_are_numbered()
    {
        var (exitCode, lines, _) = await InvokeAsync("""[{"clientId":"a"},3,"x"]""", "-");

        Assert.Equal(1, exitCode);
        Assert.Equal(["standard input", "standard input #2", "standard input #3"], lines.Select(line => line.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData(1702562499818, "connected", 5, "3b")]
    [InlineData(1702562499000, "connected", 3, "3a")]
    [InlineData(1702552499000, "connected", 9, "3")]
    [InlineData(1702562499817, "disconnected", 4, "3a")]
    public async Task Explanation_names_the_part_of_the_rule_that_decided(long timestamp, string type, int version, string part)
    {
        var late = $$"""{"clientId":"c1","timestamp":{{timestamp}},"eventType":"{{type}}","versionNumber":{{version}}}""";
        var (exitCode, lines, _) = await InvokeAsync($"{Event.Replace("VERSION", "5", StringComparison.Ordinal)}\n{late}", "--explain", "-");

        Assert.Equal(0, exitCode);
        Assert.False(lines[0].TryGetProperty("rule", out _));
        Assert.Equal(part, lines[1].GetProperty("rule").GetString());
        Assert.Equal((5, version), (lines[1].GetProperty("stored").GetProperty("versionNumber").GetInt32(), lines[1].GetProperty("arriving").GetProperty("versionNumber").GetInt32()));
    }

    [Fact]
    public async Task Control_characters_are_shown_escaped_and_broken_settings_fail_once()
    {
        var table = await engine.CreateTableAsync();
        var text = Event.Replace("VERSION", "1", StringComparison.Ordinal).Replace("c1", "c\\u001b[31m", StringComparison.Ordinal);
        var (_, output, _) = await LocalProgram.RunAsync(text, ["invoke", "-", .. To(table)]);
        Assert.Contains("c\\u001B[31m", output, StringComparison.Ordinal);

        var (exitCode, _, errors) = await LocalProgram.RunAsync([new("TIMESTAMP_TOLERANCE_SECONDS", "abc")], text, ["invoke", "-", .. To(table)]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: The function does not start: TIMESTAMP_TOLERANCE_SECONDS is 'abc'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_that_is_missing_is_named()
    {
        var table = await engine.CreateTableAsync();

        var (exitCode, _, errors) = await LocalProgram.RunAsync(Event.Replace("VERSION", "1", StringComparison.Ordinal), ["invoke", "-", "--function", "no-such-function", .. To(table)]);

        Assert.Equal(2, exitCode);
        Assert.Contains("There is no function at no-such-function", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_that_does_not_answer_is_named()
    {
        using var closed = new SilentServer();
        closed.Dispose();

        var (exitCode, _, errors) = await LocalProgram.RunAsync("{}", "invoke", "-", "--endpoint", closed.Endpoint.ToString());

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"error: {closed.Endpoint} does not let the table PresenceTable be found", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_it_delivers_the_samples_as_plain_text_into_a_pipe()
    {
        var table = await engine.CreateTableAsync();

        var (exitCode, output, _) = await LocalProgram.RunAsync("", To(table));

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(SampleEvents.Files(), file => Assert.Contains(Path.GetFileName(file), output, StringComparison.Ordinal));
        Assert.Contains("online   since 2023-12-14 15:58:00Z  building-7/floor-2/gateway", output, StringComparison.Ordinal);
        Assert.Contains("offline  since 2023-12-14 15:37:05Z  test", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, List<JsonElement> Lines, string Errors)> InvokeAsync(string input, params string[] files)
    {
        var table = await engine.CreateTableAsync();
        var (exitCode, output, errors) = await LocalProgram.RunAsync(input, ["invoke", .. files, "--json", .. To(table)]);
        return (exitCode, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)], errors);
    }

    private string[] To(TestTable table) => ["--endpoint", engine.Endpoint.ToString(), "--table", table.Name];

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static bool Item(JsonElement line) => line.TryGetProperty("item", out _);
}
