using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.HostileAnswer;

namespace LifecycleLambda.Tests.Trust;

/// <summary>What the Runtime API does, what the function must make of it, and whether the event was handled.</summary>
internal static class HostileRuntimeApiCases
{
    private const string Id = "Lambda-Runtime-Aws-Request-Id";
    private const string Deadline = "Lambda-Runtime-Deadline-Ms";
    private const string Trace = "Lambda-Runtime-Trace-Id";

    private static readonly HostileAnswer Good = Event((Id, "id"), (Deadline, "4102444800000"), (Trace, "Root=1-hostile"));
    private static readonly HostileAnswer Invalid = Invocation("{}"u8, (Id, "id"));

    /// <summary>Requests: all that the function sends. Handled: the log lines. ExitCode: 0 where it waits for more and is told to stop.</summary>
    internal sealed record Case(string Requests, int Handled, int ExitCode)
    {
        internal HostileAnswer[] Next { get; init; } = [Good];

        internal HostileAnswer[] Response { get; init; } = [];

        internal HostileAnswer[] Error { get; init; } = [];

        internal string[] Environment { get; init; } = [];
    }

    internal static readonly Dictionary<string, Case> All = new()
    {
        ["nothing special"] = Served(Good),
        ["each byte of an event comes alone"] = Served(Good.Dripped()),
        ["each byte of the answer to a response comes alone"] = new("next response next", 1, 0) { Response = [Status(202, "{}").Dripped()] },
        ["event is cut off in its headers"] = Ends(Good.CutBefore("Content-Length")),
        ["event is cut off in its body"] = Ends(Good.CutBefore("connected")),
        ["event is cut off before its body"] = Ends(Good.CutBefore("{\"clientId")),
        ["no HTTP"] = Ends(Garbage),
        ["connection is reset before the first event"] = Ends(Reset),
        ["connection is closed before the first event"] = new("next next", 0, 0) { Next = [Closed] },
        ["connection is closed after the event, as announced"] = Served(Event((Id, "id"), ("Connection", "close")) with { Ending = End.Closes }),
        ["connection is reset while the function waits"] = new("next response next", 1, 1) { Next = [Good, Reset] },
        // It waited in next and nothing was handed over: HTTP lets the client ask again on a new connection.
        ["restart that closes the connection while the function waits"] =
            new("next response next next response next", 2, 0) { Next = [Good, Closed, Good] },
        ["connection is closed at the response"] = new("next response", 1, 1) { Response = [Closed] },
        ["no request id"] = Ends(Event((Deadline, "4102444800000"))),
        ["empty request id"] = Ends(Event((Id, ""))),
        ["no deadline"] = Served(Event((Id, "id"), (Trace, "Root=1-hostile"))),
        ["no trace id"] = Served(Event((Id, "id"), (Deadline, "4102444800000"))),
        ["deadline is past"] = new("next error next", 1, 0) { Next = [Event((Id, "id"), (Deadline, "1"))] },
        ["deadline is the Unix epoch"] = new("next error next", 1, 0) { Next = [Event((Id, "id"), (Deadline, "0"))] },
        ["deadline is millennia ahead"] = Served(Event((Id, "id"), (Deadline, "253402300799999"))),
        ["deadline is beyond every calendar"] = Served(Event((Id, "id"), (Deadline, "253402300800000"))),
        ["deadline is no 64-bit number"] = Served(Event((Id, "id"), (Deadline, new string('9', 400)))),
        ["deadline is no number"] = Served(Event((Id, "id"), (Deadline, "soon"))),
        ["deadline is negative"] = Served(Event((Id, "id"), (Deadline, "-1"))),
        ["deadline is given twice"] = Served(Event((Id, "id"), (Deadline, "1"), (Deadline, "1"))),
        ["empty event"] = new("next error next", 1, 0) { Next = [Invocation([], (Id, "id"))] },
        ["next is answered 204"] = Ends(Status(204)),
        ["next is answered 301"] = Ends(Status(301)),
        ["next is answered 403"] = Ends(Status(403, "{}")),
        ["next is answered 410"] = Ends(Status(410)),
        ["next is answered 500"] = Ends(Status(500, "{}")),
        ["next is answered 503"] = Ends(Status(503)),
        ["response is refused: 400"] = new("next response error next", 1, 0) { Response = [Status(400, "{}")] },
        ["response is refused: 403"] = new("next response error next", 1, 0) { Response = [Status(403)] },
        ["response is too large: 413"] = new("next response error next", 1, 0) { Response = [Status(413)] },
        ["response is refused, and the report of it"] = new("next response error", 1, 1) { Response = [Status(413)], Error = [Status(400)] },
        ["response is redirected: 302"] = new("next response", 1, 1) { Response = [Status(302)] },
        ["response is answered 500"] = new("next response", 1, 1) { Response = [Status(500)] },
        ["response is answered 503"] = new("next response", 1, 1) { Response = [Status(503)] },
        ["connection is reset at the response"] = new("next response", 1, 1) { Response = [Reset] },
        ["answer to the response is cut off"] = new("next response", 1, 1) { Response = [Status(202).CutBefore("Content-Length")] },
        ["error is refused: 400"] = new("next error", 1, 1) { Next = [Invalid], Error = [Status(400)] },
        ["error is too large: 413"] = new("next error", 1, 1) { Next = [Invalid], Error = [Status(413)] },
        ["error is answered 500"] = new("next error", 1, 1) { Next = [Invalid], Error = [Status(500)] },
        ["connection is reset at the error"] = new("next error", 1, 1) { Next = [Invalid], Error = [Reset] },
        ["start-up failure"] = Broken(),
        ["start-up failure, report refused"] = Broken(Status(403)),
        ["start-up failure, report answered 500"] = Broken(Status(500)),
        ["start-up failure, connection reset at its report"] = Broken(Reset),
    };

    private static Case Served(HostileAnswer next) => new("next response next", 1, 0) { Next = [next] };

    private static Case Ends(HostileAnswer next) => new("next", 0, 1) { Next = [next] };

    private static Case Broken(params HostileAnswer[] error) =>
        new("error", 0, 1) { Error = error, Environment = ["PRESENCE_TABLE_NAME", ""] };

    private static HostileAnswer Event(params (string Name, string Value)[] headers) =>
        Invocation(SampleEvents.Connected(1).ToJson(), headers);
}
