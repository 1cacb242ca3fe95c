using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Tests.Bootstrap;

/// <summary>
/// What the Runtime API does to the function's requests, and what must become of the function: the kinds of all requests that it sends,
/// how many events it handles, and its exit code, 0 if it waits for more until it is stopped. A fault returns whether it has answered the
/// request in the emulator's place.
/// </summary>
internal sealed record RuntimeApiCase(
    string Requests,
    Func<HttpContext, bool>? OnNext = null,
    Func<HttpContext, bool>? OnSecondNext = null,
    Func<HttpContext, bool>? OnResponse = null,
    Func<HttpContext, bool>? OnError = null,
    int Handled = 1,
    int ExitCode = 0)
{
    private const string RequestId = "Lambda-Runtime-Aws-Request-Id";
    private const string Deadline = "Lambda-Runtime-Deadline-Ms";

    internal static readonly Dictionary<string, RuntimeApiCase> All = new()
    {
        ["event is cut off"] = EndsAtOnce(Raw($"HTTP/1.1 200 OK\r\n{RequestId}: id\r\nContent-Length: 100\r\n\r\n{{\"clientId\":")),
        ["connection is reset while the function waits"] = new("next response next", OnSecondNext: Reset, ExitCode: 1),
        // Nothing was handed over yet: HTTP lets the client ask again on a new connection.
        ["connection is closed while the function waits"] = new("next response next next response next", OnSecondNext: Raw(""), Handled: 2)
        {
            Events = [Connected(1).ToJson(), Disconnected(1).ToJson()],
        },
        ["no request id"] = EndsAtOnce(Header(RequestId, "")),
        ["no deadline"] = new("next response next", OnNext: Header(Deadline, null)),
        ["deadline is past"] = new("next error next", OnNext: Header(Deadline, "1")),
        ["deadline is beyond every calendar"] = new("next response next", OnNext: Header(Deadline, "253402300800000")),
        ["empty event"] = new("next error next") { Events = [[]] },
        ["next is answered 403"] = EndsAtOnce(Status(403)),
        ["response is too large: 413"] = new("next response error next", OnResponse: Status(413)),
        ["response is refused, and the report of it"] =
            new("next response error", OnResponse: Status(413), OnError: Status(400), ExitCode: 1),
        ["response is answered 500"] = new("next response", OnResponse: Status(500), ExitCode: 1),
        ["connection is reset at the response"] = new("next response", OnResponse: Reset, ExitCode: 1),
        ["connection is reset at the error"] = new("next error", OnError: Reset, ExitCode: 1) { Events = ["{}"u8.ToArray()] },
        ["start-up failure, connection reset at its report"] = new("error", OnError: Reset, Handled: 0, ExitCode: 1) { TableName = "" },
    };

    internal byte[][] Events { get; init; } = [Connected(1).ToJson()];

    internal string? TableName { get; init; }

    /// <summary>Applies the fault, if a request of this kind and number has one.</summary>
    internal bool Meet(HttpContext context, string kind, int earlier)
    {
        var fault = (kind, earlier) switch
        {
            ("next", 0) => OnNext,
            ("next", 1) => OnSecondNext,
            ("response", 0) => OnResponse,
            ("error", 0) => OnError,
            _ => null,
        };
        return fault is not null && fault(context);
    }

    private static RuntimeApiCase EndsAtOnce(Func<HttpContext, bool> onNext) => new("next", OnNext: onNext, Handled: 0, ExitCode: 1);

    private static bool Reset(HttpContext context)
    {
        context.Abort();
        return true;
    }

    /// <summary>Sends these bytes and closes the connection.</summary>
    private static Func<HttpContext, bool> Raw(string answer) => context =>
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.Send(Encoding.ASCII.GetBytes(answer));
        socket.Shutdown(SocketShutdown.Both);
        return true;
    };

    private static Func<HttpContext, bool> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return true;
    };

    /// <summary>Changes a header of the emulator's answer, or removes it.</summary>
    private static Func<HttpContext, bool> Header(string name, string? value) => context =>
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[name] = value;
            return Task.CompletedTask;
        });
        return false;
    };
}
