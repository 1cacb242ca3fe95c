using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using LifecycleLambda.Local.DynamoDb;

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
        Description = """
            Use this running DynamoDB endpoint instead of the embedded engine. Default: AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL or the
            endpoint_url of your AWS profile; "" ignores them.
            """,
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

    internal static Option<IPAddress> Host { get; } = new("--host")
    {
        Description = "The address that the embedded engine and the broker bind; 0.0.0.0 lets a container or a device reach them.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = ParseAddress,
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

    /// <summary>The endpoint that the option or the user's AWS settings name, if they do.</summary>
    /// <exception cref="UserErrorException">It isn't a URL.</exception>
    internal static Uri? EndpointIn(ParseResult arguments) => arguments.GetValue(Endpoint) switch
    {
        // A database file is for the embedded engine.
        null => arguments.GetValue(DbPath) is null ? AwsSettings.Endpoint() : null,
        "" => null,
        var text => AwsSettings.IsEndpoint(text, out var endpoint)
            ? endpoint
            : throw new UserErrorException($"The endpoint {text} isn't an http or https URL."),
    };

    private static IPAddress? ParseAddress(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(text.Trim('[', ']'), out var address))
        {
            return address;
        }

        result.AddError(
            $"--host {text} isn't an IP address. 127.0.0.1 is this machine alone, 0.0.0.0 is all of its networks; with IPv6, ::1 and ::.");
        return null;
    }
}
