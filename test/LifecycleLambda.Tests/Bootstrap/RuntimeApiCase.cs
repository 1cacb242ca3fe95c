using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Tests.Bootstrap;

/// <summary>
/// Faults of the Runtime API and their expected effect: the kinds of all requests that the function sends, the number of events that
/// it handles, and its exit code, which is 0 if it waits for more events until it is stopped. A fault returns true if it responds in
/// the emulator's place.
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
        // The function hasn't received an event yet, so HttpClient may repeat the request on a new connection.
        ["connection is closed while the function waits"] = new("next response next next response next", OnSecondNext: Raw(""), Handled: 2)
        {
            Events = [Connected(1).ToJson(), Disconnected(1).ToJson()],
        },
        ["no request id"] = EndsAtOnce(Header(RequestId, "")),
        ["no deadline"] = new("next response next", OnNext: Header(Deadline, null)),
        ["deadline is past"] = new("next error next", OnNext: Header(Deadline, "1")),
        ["deadline is beyond every calendar"] = new("next response next", OnNext: Header(Deadline, "253402300800000")),
        ["empty event"] = new("next error next") { Events = [[]] },
        ["next gets status 403"] = EndsAtOnce(Status(403)),
        ["response gets status 413: too large"] = new("next response error next", OnResponse: Status(413)),
        ["response gets status 413, and its error report 400"] =
            new("next response error", OnResponse: Status(413), OnError: Status(400), ExitCode: 1),
        ["response gets status 500"] = new("next response", OnResponse: Status(500), ExitCode: 1),
        ["connection is reset at the response"] = new("next response", OnResponse: Reset, ExitCode: 1),
        ["connection is reset at the error"] = new("next error", OnError: Reset, ExitCode: 1) { Events = ["{}"u8.ToArray()] },
        ["connection is reset at a start-up error"] = new("error", OnError: Reset, Handled: 0, ExitCode: 1) { TableName = "" },
    };

    internal byte[][] Events { get; init; } = [Connected(1).ToJson()];

    internal string? TableName { get; init; }

    /// <summary>Applies the fault of this request, if there is one.</summary>
    /// <returns>True if the fault responds in the emulator's place.</returns>
    internal bool ApplyFault(HttpContext context, string kind, int earlier)
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
    private static Func<HttpContext, bool> Raw(string response) => context =>
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.Send(Encoding.ASCII.GetBytes(response));
        socket.Shutdown(SocketShutdown.Both);
        return true;
    };

    private static Func<HttpContext, bool> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return true;
    };

    /// <summary>Changes or removes a header of the emulator's response.</summary>
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
