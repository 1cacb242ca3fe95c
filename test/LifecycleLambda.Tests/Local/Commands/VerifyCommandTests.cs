using System.Globalization;
using LifecycleLambda.Tests.Local.Online;

namespace LifecycleLambda.Tests.Local.Commands;

public sealed class VerifyCommandTests(EngineFixture engine) : IAsyncLifetime
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private readonly string _long = new('x', 129);
    private FakeIot _iot = null!;
    private TestTable _table = null!;

    public async ValueTask InitializeAsync()
    {
        _iot = await FakeIot.StartAsync();
        _table = await engine.CreateTableAsync();
        using var handler = _table.Handler();
        await handler.DeliverAllAsync(
            Connected(7, Ago(60), client: "gate/1"),
            Connected(7, Ago(60), client: "gate/2"),
            Disconnected(7, Ago(60), client: "gate/3"),
            Disconnected(7, Ago(60), client: "gate/4"),
            Connected(7, Ago(60), client: "gone"));
        _iot.Answers["gate/1"] = FakeIot.Connected(Ago(60));
        _iot.Answers["gate/2"] = FakeIot.Disconnected(Ago(30), "NONE");
        _iot.Answers["gate/3"] = FakeIot.Connected(Ago(20));
        _iot.Answers["gate/4"] = FakeIot.Connected(Ago(1));
    }

    public async ValueTask DisposeAsync() => await _iot.DisposeAsync();

    [Fact]
    public async Task Wrong_clients_are_lines_before_a_summary()
    {
        var result = await VerifyAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            [
                $"wrong       gate/2  shown online since {At(60)}, is offline since {At(30)}",
                $"wrong       gate/3  shown offline since {At(60)}, is online since {At(20)}",
                $"wrong       gone  shown online since {At(60)}, is offline",
            ],
            result.Lines[..^1].Order(StringComparer.Ordinal));
        Assert.Equal("The table is right about 1 of 4 clients; 3 are wrong; 1 event is on its way.", result.Lines[^1]);
    }

    [Fact]
    public async Task Each_finding_is_a_line_of_JSON()
    {
        await PutAsync("provisioned");
        await PutAsync("provisioned away");
        await PutAsync("$GEN/1");
        await PutAsync(_long);
        await _table.PutAsync(new() { ["clientId"] = new("foreign"), ["eventType"] = new("connected") });
        _iot.Answers["provisioned"] = FakeIot.Connected(Ago(90));
        _iot.Answers["nobody"] = FakeIot.Connected(Ago(90));

        var result = await VerifyAsync("--json", "--clients", "-");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $$"""
            missing nobody  {"eventType":"connected","timestamp":90}
            missing provisioned  {"eventType":"connected","timestamp":90}
            not asked $GEN/1  it begins with $
            not asked {{_long}}  it is longer than 128 bytes
            unreadable foreign {"eventType":"connected"} timestamp is missing
            wrong gate/2 {"eventType":"connected","timestamp":60} {"eventType":"disconnected","timestamp":30,"disconnectReason":"NONE"}
            wrong gate/3 {"eventType":"disconnected","timestamp":60} {"eventType":"connected","timestamp":20}
            wrong gone {"eventType":"connected","timestamp":60} {"eventType":"disconnected"}
            """,
            string.Join('\n', result.Json.Select(InMinutes).Order(StringComparer.Ordinal)));
        Assert.Equal(
            "The table is right about 3 of 8 clients; 3 are wrong; 2 are missing; 1 event is on its way; 1 item can't be read; "
                + "2 client ids aren't accepted by AWS IoT.\n",
            result.Errors);
    }

    [Fact]
    public async Task Each_client_is_requested_once_with_a_signature()
    {
        await PutAsync("plant/line 3/gerät");

        var result = await VerifyAsync("--clients", "-");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            ["gate%2F1", "gate%2F2", "gate%2F3", "gate%2F4", "gone", "nobody", "plant%2Fline%203%2Fger%C3%A4t", "sensor%201"],
            _iot.Requests.Select(request => request.Path["/connections/".Length..]).Order(StringComparer.Ordinal));
        Assert.All(_iot.Requests, request => Assert.True(request.IsSigned));
        Assert.All(_iot.Requests, request => Assert.Contains("x-amz-security-token", request.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Table_that_is_right_succeeds()
    {
        var result = await VerifyAsync("--prefix", "gate/1");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("The table is right about 1 of 1 clients.\n", result.Output);
    }

    [Fact]
    public async Task Option_prefix_selects_the_clients_of_the_file_too()
    {
        await VerifyAsync("--prefix", "n", "--clients", "-");

        Assert.Equal(["/connections/nobody"], _iot.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Option_sample_requests_so_few_clients()
    {
        await PutAsync("$GEN/1");

        var result = await VerifyAsync("--sample", "3", "--clients", "-");

        Assert.Equal(3, _iot.Requests.Distinct().Count());
        Assert.EndsWith("; 1 client id isn't accepted by AWS IoT.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_whose_item_changes_meanwhile_is_on_its_way()
    {
        _iot.Answers["gone"] = async context =>
        {
            using var handler = _table.Handler();
            await handler.DeliverAsync(Disconnected(7, Ago(59), client: "gone"));
            await FakeIot.Answer(404)(context);
        };

        var result = await VerifyAsync("--prefix", "gone");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("The table is right about 0 of 0 clients; 1 event is on its way.\n", result.Output);
    }

    [Fact]
    public async Task Missing_permission_ends_the_command_after_the_summary()
    {
        _iot.Answers["gone"] = FakeIot.Answer(403, "", "ForbiddenException");

        var result = await VerifyAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("The table is right about ", result.Lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("need the permission iot:GetConnection on this client.\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_prints_the_summary_so_far()
    {
        var isWaiting = new TaskCompletionSource();
        _iot.Answers["gone"] = async context =>
        {
            isWaiting.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        using var process = LocalProgram.Start(Arguments());

        await isWaiting.Task.WaitAsync(LongestWait, Cancellation);
        LocalProgram.Signal(process, "INT");
        var result = await LocalProgram.CompleteAsync(process, "");

        Assert.Equal(130, result.ExitCode);
        Assert.StartsWith("The table is right about ", result.Lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("interrupted\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_clients_are_verified_despite_faults()
    {
        var count = Sized(small: 3000, full: 20_000);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), Cancellation, async (i, _) => await PutAsync($"device-{i}"));
        var request = 0;
        _iot.Other = context => Interlocked.Increment(ref request) % 10 is 0
            ? FakeIot.Reset(context)
            : FakeIot.Answer(request % 10 is 1 ? 429 : 404)(context);

        var result = await VerifyAsync("--prefix", "device-", "--rate", "100000");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal($"The table is right about {count:N0} of {count:N0} clients.\n", result.Output);
    }

    [Fact]
    public async Task Endpoint_without_a_scheme_is_used_with_TLS()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer();
        await using var iot = await FakeIot.StartAsync(certificate);

        var result = await LocalProgram.RunAsync(
            "",
            ["verify", "--iot-endpoint", iot.Endpoint.Authority, "--prefix", "gone", .. _table.Options],
            $"SSL_CERT_FILE={authority.File}");

        Assert.Equal("The table is right about 0 of 1 clients; 1 is wrong.", result.Lines[^1]);
    }

    [Fact]
    public async Task Region_in_the_endpoint_signs_the_request_through_the_proxy()
    {
        var result = await LocalProgram.RunAsync(
            "",
            [
                "verify", "--iot-endpoint", "http://a1b2c3-ats.iot.ap-southeast-2.amazonaws.com", "--prefix", "gone", .. _table.Options,
            ],
            $"HTTP_PROXY={_iot.Endpoint}",
            "AWS_REGION=eu-west-1",
            "AWS_ACCESS_KEY_ID=local",
            $"AWS_SECRET_ACCESS_KEY={FakeIot.Secret}");

        Assert.Equal("The table is right about 0 of 1 clients; 1 is wrong.", result.Lines[^1]);
        var request = Assert.Single(_iot.Requests);
        Assert.True(request.IsSigned);
        Assert.Contains("/ap-southeast-2/iotdata/", request.Authorization, StringComparison.Ordinal);
    }

    private static long Ago(double minutes) => Now - Minutes(minutes);

    private static string At(double minutes) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Ago(minutes)).ToString("u", CultureInfo.InvariantCulture);

    // Returns the line's values, with times in minutes before now.
    private static string InMinutes(JsonObject line) => Enumerable.Range(0, 91).Aggregate(
        $"{line["verdict"]} {line["clientId"]} {line["table"]?.ToJsonString()} {line["awsIot"]?.ToJsonString()}{line["problem"]}",
        (text, minutes) => text.Replace($"{Ago(minutes)}", $"{minutes}", StringComparison.Ordinal));

    private Task PutAsync(string clientId) => _table.PutAsync(new() { ["clientId"] = new(clientId) });

    private string[] Arguments(params string[] options) =>
        ["verify", "--iot-endpoint", $"{_iot.Endpoint}", .. _table.Options, .. options];

    private Task<ProgramResult> VerifyAsync(params string[] options) => LocalProgram.RunAsync(
        "nobody\tgate/1\r\nsensor 1\n\nnobody\n",
        Arguments(options),
        "AWS_ACCESS_KEY_ID=local",
        $"AWS_SECRET_ACCESS_KEY={FakeIot.Secret}",
        "AWS_SESSION_TOKEN=token");
}
