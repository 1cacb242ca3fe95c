namespace LifecycleLambda.Tests.Local.Commands;

public sealed class InvokeCommandTests(EngineFixture engine) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public Task Object_is_delivered() =>
        AssertDeliveredAsync($"\uFEFF  {Event(2).Replace(",", ",\n  ", StringComparison.Ordinal)}\n", count: 1);

    [Fact]
    public Task Array_is_delivered() => AssertDeliveredAsync($"[{Event(0)},\n{Event(1)},{Event(2)}]", count: 3);

    [Fact]
    public Task Lines_are_delivered() => AssertDeliveredAsync($"{Event(0)}\n{Event(1)}\n{Event(2)}\n", count: 3);

    [Fact]
    public async Task Invalid_event_in_standard_input_fails_the_run()
    {
        var result = await InvokeAsync($$"""[{{Event(1)}},{"clientId":"c2"},3]""", "-");

        Assert.Equal(1, result.ExitCode);
        var lines = result.Json;
        Assert.Equal(["Applied", "Invalid", "Invalid", ""], lines.Select(line => $"{line["outcome"]}"));
        Assert.Equal(["standard input", "standard input #2", "standard input #3", ""], lines.Select(line => $"{line["source"]}"));
        Assert.Contains("timestamp", $"{result.Json[1]["error"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"clientId\":\"c1\",\n\"timestamp\":oops}", "line 2")]
    [InlineData("\n\n{} {", "line 3")]
    [InlineData("[]", "it has no events")]
    public async Task File_without_events_is_rejected_with_the_faulty_line(string text, string message)
    {
        File.WriteAllText(_file, text);
        var table = await engine.CreateTableAsync();

        var result = await LocalProgram.RunAsync(Event(1), ["invoke", "-", _file, "--json", .. table.Options]);

        result.AssertRefused($"Can't read {_file}: ");
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", result.Errors, StringComparison.Ordinal);
        Assert.Empty(await table.ItemsAsync());
    }

    [Theory]
    [InlineData(1702562499818, "connected", 5, "3b")]
    [InlineData(1702562499000, "connected", 3, "3a")]
    [InlineData(1702552499000, "connected", 9, "3")]
    [InlineData(1702562499817, "disconnected", 4, "3a")]
    public async Task Explanation_names_the_part_of_the_rule_that_decided(long timestamp, string type, int version, string part)
    {
        var lines = (await InvokeAsync($"{Event(5)}\n{Event(version, timestamp, type)}", "--explain", "-")).Json;

        Assert.Null(lines[0]["rule"]);
        Assert.Equal(part, $"{lines[1]["rule"]}");
        Assert.Equal("5", $"{lines[1]["stored"]!["versionNumber"]}");
        Assert.Equal($"{version}", $"{lines[1]["arriving"]!["versionNumber"]}");
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public async Task File_in_UTF16_is_read(string encoding, bool withByteOrderMark)
    {
        var text = (withByteOrderMark ? "\uFEFF" : "") + Event(1, client: "kühlraum");
        await File.WriteAllBytesAsync(_file, Encoding.GetEncoding(encoding).GetBytes(text), Cancellation);

        var result = await InvokeAsync("", _file);

        Assert.Equal("Applied kühlraum", $"{result.Json[0]["outcome"]} {result.Json[0]["clientId"]}");
    }

    [Fact]
    public async Task Batch_is_reported_message_by_message()
    {
        string[] bodies =
        [
            Event(1), "nonsense", Bodies.RuleError(Disconnected(1, client: "c2")), Bodies.StreamRecord(Disconnected(9, client: "c3")),
        ];

        var result = await InvokeAsync(Encoding.UTF8.GetString(Bodies.Batch(bodies)), "-");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            ["Applied c1", "Invalid ", "Applied c2", "Superseded c3"],
            result.Json.Where(line => line["outcome"] is not null).Select(line => $"{line["outcome"]} {line["clientId"]}"));
        Assert.Contains("is not valid JSON", $"{result.Json[1]["error"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_of_a_queue_message_shows_the_event_that_it_contains()
    {
        string[] bodies = [Event(1, client: "c3"), Bodies.OnFailure(Connected(1, client: "c4"))];
        string[] records =
        [
            Bodies.OnFailure(Connected(1, client: "c1")),
            Bodies.RuleError(Connected(1, client: "c2")),
            // This is what "aws sqs receive-message" prints.
            JsonSerializer.Serialize(new { Messages = bodies.Select(Body => new { MessageId = "m", Body }) }),
        ];

        var result = await InvokeAsync(string.Join('\n', records), "-");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["Applied c1", "Applied c2", "Applied c3", "Applied c4"],
            result.Json.Where(line => line["outcome"] is not null).Select(line => $"{line["outcome"]} {line["clientId"]}"));
    }

    [Fact]
    public async Task Report_of_a_count_shows_the_numbers()
    {
        var result = await InvokeAsync($$"""{{Event(1)}} {"count":"clients"}""", "-");

        Assert.Equal(0, result.ExitCode);
        var report = result.Json[1];
        Assert.Equal("Counted 1 of 1", $"{report["outcome"]} {report["connectedClients"]} of {report["knownClients"]}");
    }

    [Fact]
    public async Task Control_characters_are_shown_escaped()
    {
        var table = await engine.CreateTableAsync();

        var result = await LocalProgram.RunAsync(Event(1, client: "c\\u001b[31m"), ["invoke", "-", .. table.Options]);

        Assert.Contains("c\\u001B[31m", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Can't start the function: TIMESTAMP_TOLERANCE_SECONDS is 'abc'", "abc")]
    [InlineData("Can't run the function: no-such-function isn't a published", "900", "--function", "no-such-function")]
    public async Task Function_that_cannot_run_is_refused(string message, string tolerance, params string[] options)
    {
        string[] arguments = ["invoke", "-", .. options, .. (await engine.CreateTableAsync()).Options];

        (await LocalProgram.RunAsync(Event(1), arguments, $"TIMESTAMP_TOLERANCE_SECONDS={tolerance}")).AssertRefused(message);
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_reached_is_refused() => (await LocalProgram.RunAsync(
        Event(1), ["invoke", "-", "--endpoint", "http://127.0.0.1:0", "--table", "presence"])).AssertRefused("Can't use table presence");

    [Fact]
    public async Task Local_run_without_a_command_delivers_the_samples()
    {
        var (exitCode, output, _) = await LocalProgram.RunAsync("", (await engine.CreateTableAsync()).Options);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(Files(), file => Assert.Contains(Path.GetFileName(file), output, StringComparison.Ordinal));
        Assert.Contains("online   since 2023-12-14 15:58:00Z  building-7/floor-2/gateway", output, StringComparison.Ordinal);
        Assert.Contains("offline  since 2023-12-14 15:37:05Z  test", output, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private async Task AssertDeliveredAsync(string text, int count)
    {
        File.WriteAllText(_file, text);

        var lines = (await InvokeAsync("", _file)).Json;

        Assert.Equal([.. Enumerable.Repeat("Applied", count), ""], lines.Select(line => $"{line["outcome"]}"));
        var item = lines[^1]["item"]!;
        Assert.Equal("c1 connected 2", $"{item["clientId"]} {item["eventType"]} {item["versionNumber"]}");
    }

    private async Task<ProgramResult> InvokeAsync(string input, params string[] arguments) =>
        await LocalProgram.RunAsync(input, ["invoke", .. arguments, "--json", .. (await engine.CreateTableAsync()).Options]);

    private static string Event(int version, long timestamp = 1702562499818, string type = "connected", string client = "c1") =>
        $$"""{"clientId":"{{client}}","timestamp":{{timestamp}},"eventType":"{{type}}","versionNumber":{{version}}}""";
}
