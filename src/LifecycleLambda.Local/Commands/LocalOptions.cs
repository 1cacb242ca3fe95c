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
        Description = "Runs this published bootstrap or bootstrap.dll as the function. Default: the function built with this program.",
        HelpName = "PATH",
    };

    internal static Option<string?> Endpoint { get; } = new("--endpoint")
    {
        Description = """
            Uses this running DynamoDB endpoint instead of the embedded engine. Default: AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL or the
            endpoint_url of your AWS profile; "" ignores them.
            """,
        HelpName = "URL",
    };

    internal static Option<string> Table { get; } = new("--table")
    {
        Description = """
            The table's name. If the table doesn't exist, it is created, except by online, show and verify. Default:
            PRESENCE_TABLE_NAME, or PresenceTable.
            """,
        HelpName = "NAME",
        DefaultValueFactory = _ => AwsSettings.Variable("PRESENCE_TABLE_NAME") ?? "PresenceTable",
    };

    internal static Option<string?> DbPath { get; } = new("--db-path")
    {
        Description = "Keeps the embedded engine's table in this file between runs. Default: the table is in memory.",
        HelpName = "FILE",
    };

    internal static Option<IPAddress> Host { get; } = new("--host")
    {
        Description = "Binds the embedded engine and the broker to this address. With 0.0.0.0, containers and devices can reach them.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = ParseAddress,
    };

    internal static Option<bool> Json { get; } = new("--json") { Description = "Prints one JSON object per line, for scripts." };
    internal static Option<bool> Logs { get; } = new("--logs") { Description = "Also prints the function's log lines, to standard error." };
    internal static IEnumerable<Option> All => [Function, Endpoint, Table, DbPath, Host, Json, Logs];

    /// <summary>Reads the endpoint from the option or the user's AWS settings. Returns null if neither names one.</summary>
    internal static Uri? ReadEndpoint(ParseResult arguments) => arguments.GetValue(Endpoint) switch
    {
        // A database file is for the embedded engine.
        null => arguments.GetValue(DbPath) is null ? AwsSettings.Endpoint() : null,
        "" => null,
        var text => AwsSettings.IsEndpoint(text, out var endpoint)
            ? endpoint
            : throw new UserErrorException($"Can't use the endpoint {text}: it isn't an http or https URL. Check --endpoint."),
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
            $"--host {text} isn't an IP address. Use 127.0.0.1 (::1) for this machine only, or 0.0.0.0 (::) for all of its networks.");
        return null;
    }
}
