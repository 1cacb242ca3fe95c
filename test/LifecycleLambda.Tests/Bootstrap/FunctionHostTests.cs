using System.Collections.Concurrent;
using System.Net.Sockets;
using LifecycleLambda.Bootstrap;
using LifecycleLambda.Local.Lambda;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Tests.Bootstrap;

/// <summary>
/// Whatever the Runtime API does: an event is handled at most once, a failed one is never answered, and a program that can't go on
/// ends with an error, which makes Lambda deliver the event again. The program runs in this process.
/// </summary>
public sealed class FunctionHostTests(EngineFixture engine) : TableTest(engine)
{
    /// <summary>Happens to one request of the function.</summary>
    /// <returns>Whether it was answered in the emulator's place.</returns>
    private delegate bool Fault(HttpContext context);

    /// <param name="Requests">All that the function sends.</param>
    /// <param name="Handled">Its log lines.</param>
    /// <param name="ExitCode">0 where it waits for more and is told to stop.</param>
    /// <param name="Faults">What the first requests of a kind meet.</param>
    private sealed record Case(string Requests, int Handled, int ExitCode, params (string Kind, Fault Fault)[] Faults)
    {
        internal byte[][] Events { get; init; } = [Connected(1).ToJson()];

        internal string? TableName { get; init; }
    }

    private const string Deadline = "Lambda-Runtime-Deadline-Ms";

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["event is cut off"] = Ends(Raw("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 100\r\n\r\n{\"clientId\":")),
        ["connection is reset while the function waits"] = new("next response next", 1, 1, ("next", _ => false), ("next", Reset)),
        // Nothing was handed over yet: HTTP lets the client ask again on a new connection.
        ["connection is closed while the function waits"] =
            new("next response next next response next", 2, 0, ("next", _ => false), ("next", Raw(""))) { Events = [Connected(1).ToJson(), Disconnected(1).ToJson()] },
        ["no request id"] = Ends(Header("Lambda-Runtime-Aws-Request-Id", "")),
        ["no deadline"] = Served(Header(Deadline, null)),
        ["deadline is past"] = new("next error next", 1, 0, ("next", Header(Deadline, "1"))),
        ["deadline is beyond every calendar"] = Served(Header(Deadline, "253402300800000")),
        ["empty event"] = new("next error next", 1, 0) { Events = [[]] },
        ["next is answered 403"] = Ends(Status(403)),
        ["response is too large: 413"] = new("next response error next", 1, 0, ("response", Status(413))),
        ["response is refused, and the report of it"] = new("next response error", 1, 1, ("response", Status(413)), ("error", Status(400))),
        ["response is answered 500"] = new("next response", 1, 1, ("response", Status(500))),
        ["connection is reset at the response"] = new("next response", 1, 1, ("response", Reset)),
        ["connection is reset at the error"] = new("next error", 1, 1, ("error", Reset)) { Events = ["{}"u8.ToArray()] },
        ["start-up failure, connection reset at its report"] = new("error", 0, 1, ("error", Reset)) { TableName = "" },
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Function_reports_or_ends_and_handles_no_event_twice(string name)
    {
        var expected = Cases[name];
        await using var runtimeApi = await RuntimeApiEmulator.StartAsync(Cancellation);
        var requests = new ConcurrentQueue<string>();
        runtimeApi.Intercept = context => Task.FromResult(Intercept(context, expected.Faults, requests));
        var events = expected.Events.Select(payload => runtimeApi.Enqueue(payload, FunctionUnderTest.Timeout)).ToList();

        var exitCode = await RunAsync(runtimeApi, expected.TableName ?? Table.Name, Task.WhenAll(events.Select(sent => sent.Result)));

        Assert.Equal(expected.Requests, string.Join(' ', requests));
        Assert.Equal(expected.ExitCode, exitCode);
        Assert.Equal(expected.Handled, Log.Lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal)));
        Assert.Equal(expected.ExitCode, Log.Lines.Count(line => line.Contains("\"FATAL\"", StringComparison.Ordinal)));
        // Success is claimed for what is stored, and for nothing else.
        Assert.Equal(await Table.GetAsync("device") is not null, requests.Contains("response"));
        // For AWS X-Ray's SDK.
        Assert.True(expected.Handled is 0 || Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID")!.StartsWith("Root=1-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_runtime_api_it_says_how_to_run_locally()
    {
        Assert.Equal(1, await FunctionHost.RunAsync(_ => null, Log, cancellationToken: Cancellation));
        Assert.Contains("src/LifecycleLambda.Local", Assert.Single(Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defect_at_start_up_is_logged_with_its_type_and_frames()
    {
        await using var runtimeApi = await RuntimeApiEmulator.StartAsync(Cancellation);

        var exitCode = await FunctionHost.RunAsync(
            name => name is "AWS_LAMBDA_RUNTIME_API" ? runtimeApi.Address : throw new InvalidOperationException("A defect."),
            Log,
            Cancellation);

        Assert.Equal(1, exitCode);
        Assert.Contains("System.InvalidOperationException: A defect.\\n   at ", Assert.Single(Log.Lines), StringComparison.Ordinal);
    }

    /// <summary>Runs the program until it ends, or until everything is answered and it waits for more.</summary>
    /// <returns>Its exit code.</returns>
    private async Task<int> RunAsync(RuntimeApiEmulator runtimeApi, string tableName, Task answered)
    {
        using var stopping = new CancellationTokenSource();
        var variables = Engine.Connection(tableName).FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Address;

        var host = FunctionHost.RunAsync(variables.GetValueOrDefault, Log, cancellationToken: stopping.Token);
        await Task.WhenAny(host, answered).WaitAsync(LongestWait);
        await Task.WhenAny(host, runtimeApi.Idle).WaitAsync(LongestWait);
        await stopping.CancelAsync();
        return await host.WaitAsync(LongestWait);
    }

    private static bool Intercept(HttpContext context, (string Kind, Fault Fault)[] faults, ConcurrentQueue<string> requests)
    {
        // Of the Runtime API's requests: next, response or error.
        var kind = context.Request.Path.Value!.Split('/')[^1];
        var earlier = requests.Count(request => request == kind);
        requests.Enqueue(kind);
        return faults.Where(fault => fault.Kind == kind).Skip(earlier).FirstOrDefault().Fault?.Invoke(context) ?? false;
    }

    private static Case Served(Fault next) => new("next response next", 1, 0, ("next", next));

    private static Case Ends(Fault next) => new("next", 0, 1, ("next", next));

    private static bool Reset(HttpContext context)
    {
        context.Abort();
        return true;
    }

    /// <summary>Sends these bytes and closes the connection.</summary>
    private static Fault Raw(string answer) => context =>
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.Send(Encoding.ASCII.GetBytes(answer));
        socket.Shutdown(SocketShutdown.Both);
        return true;
    };

    private static Fault Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return true;
    };

    /// <summary>Changes a header of the emulator's answer, or removes it.</summary>
    private static Fault Header(string name, string? value) => context =>
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[name] = value;
            return Task.CompletedTask;
        });
        return false;
    };
}
