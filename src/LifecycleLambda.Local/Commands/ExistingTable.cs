using System.CommandLine;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Commands;

/// <summary>Connects to an existing presence table, deployed or on this machine. It never creates one.</summary>
internal static class ExistingTable
{
    /// <summary>Runs a function on the table that the options name.</summary>
    /// <exception cref="UserErrorException">The table doesn't exist.</exception>
    internal static async Task<int> UseAsync(
        ParseResult arguments, Func<IAmazonDynamoDB, TableDescription, Task<int>> use, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(LocalOptions.Table)!;
        var path = arguments.GetValue(LocalOptions.DbPath);
        var hasEndpoint = LocalOptions.ReadEndpoint(arguments) is not null;
        if (!hasEndpoint && path is not null && !File.Exists(path))
        {
            // The engine would create the file.
            throw new UserErrorException($"Can't read the table: the file {path} doesn't exist. Check --db-path.");
        }

        await using var environment = hasEndpoint || path is not null
            ? await LocalEnvironment.ConnectAsync(arguments, cancellationToken)
            : null;
        using var client = environment?.Connection.CreateClient() ?? await ConnectToAwsAsync(cancellationToken);
        try
        {
            return await use(client, await new PresenceItems(client, name).DescribeAsync(cancellationToken));
        }
        catch (ResourceNotFoundException exception)
        {
            var place = client.Config.ServiceURL ?? client.Config.RegionEndpoint.SystemName;
            throw new UserErrorException(
                $"Can't read table {name}: it doesn't exist in {place}. Pass the stack's output TableName as --table.", exception);
        }
    }

    private static async Task<AmazonDynamoDBClient> ConnectToAwsAsync(CancellationToken cancellationToken)
    {
        var credentials = await UserCredentials.FindAsync(cancellationToken)
            ?? await UserCredentials.ReadFromMachineAsync(cancellationToken);
        var region = AwsSettings.Region() ?? throw new UserErrorException(
            "Can't connect to AWS: your settings name no Region. Set AWS_REGION or the profile's region. "
            + "For a table on this machine, use --db-path or --endpoint.");
        return new AmazonDynamoDBClient(credentials, new AmazonDynamoDBConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            Timeout = EngineConnection.AttemptTimeout,
            IgnoreConfiguredEndpointUrls = true,
        });
    }
}
