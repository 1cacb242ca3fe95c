using System.CommandLine;

namespace LifecycleLambda.Local.Commands;

/// <summary>The options that every command shares.</summary>
internal static class LocalOptions
{
    internal static Option<string?> Function { get; } = new("--function")
    {
        Description = "A published bootstrap or bootstrap.dll to run instead of the one that was built.",
        HelpName = "PATH",
    };

    internal static Option<string?> Endpoint { get; } = new("--endpoint")
    {
        Description = "A DynamoDB API that runs already, instead of the embedded engine. Default: AWS_ENDPOINT_URL_DYNAMODB.",
        HelpName = "URL",
    };

    internal static Option<string> Table { get; } = new("--table")
    {
        Description = "The table's name; it is created where it is missing, except by online and show. Default: PRESENCE_TABLE_NAME, or PresenceTable.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PRESENCE_TABLE_NAME") is { Length: > 0 } name ? name : "PresenceTable",
    };

    internal static Option<string?> DbPath { get; } = new("--db-path")
    {
        Description = "Keeps the embedded engine's table in this file between runs. Default: in memory.",
        HelpName = "FILE",
    };

    internal static Option<string> Host { get; } = new("--host")
    {
        Description = "The address that the embedded engine and the broker bind; 0.0.0.0 lets a container or a device reach them.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    internal static Option<bool> Json { get; } = new("--json")
    {
        Description = "Prints one JSON object per line, for scripts.",
    };

    internal static Option<bool> Logs { get; } = new("--logs")
    {
        Description = "Also prints the function's log lines, to standard error.",
    };

    internal static IEnumerable<Option> All => [Function, Endpoint, Table, DbPath, Host, Json, Logs];

    /// <summary>The endpoint that the option or the environment names; absent where neither does.</summary>
    /// <exception cref="UserErrorException">It is no URL.</exception>
    internal static Uri? EndpointIn(ParseResult arguments) =>
        (arguments.GetValue(Endpoint) ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB")) switch
        {
            null or "" => null,
            var text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") => uri,
            var text => throw new UserErrorException($"The endpoint {text} is not an http or https URL."),
        };
}
