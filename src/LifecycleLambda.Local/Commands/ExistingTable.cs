using System.CommandLine;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Commands;

/// <summary>A presence table that is there: a deployed one, or one on this machine. It is read, and never created.</summary>
internal static class ExistingTable
{
    /// <summary>Does something with the table that the options name.</summary>
    /// <exception cref="UserErrorException">There is no such table.</exception>
    internal static async Task<int> UseAsync(
        ParseResult arguments, Func<IAmazonDynamoDB, TableDescription, Task<int>> use, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(LocalOptions.Table)!;
        var path = arguments.GetValue(LocalOptions.DbPath);
        var hasEndpoint = LocalOptions.EndpointIn(arguments) is not null;
        if (!hasEndpoint && path is not null && !File.Exists(path))
        {
            // The engine would make it.
            throw new UserErrorException($"There is no file {path}.");
        }

        await using var environment = hasEndpoint || path is not null ? await LocalEnvironment.ConnectAsync(arguments, cancellationToken) : null;
        using var client = environment?.Connection.CreateClient() ?? await ConnectToAwsAsync(cancellationToken);
        try
        {
            return await use(client, await new PresenceItems(client, name).DescribeAsync(cancellationToken));
        }
        catch (ResourceNotFoundException exception)
        {
            var place = client.Config.ServiceURL ?? client.Config.RegionEndpoint.SystemName;
            throw new UserErrorException($"There is no table {name} in {place}. --table names it: TableName, an output of the stack.", exception);
        }
    }

    private static async Task<AmazonDynamoDBClient> ConnectToAwsAsync(CancellationToken cancellationToken)
    {
        var credentials = await UserCredentials.FindAsync(cancellationToken) ?? await UserCredentials.OfMachineAsync(cancellationToken);
        var region = AwsSettings.Region() ?? throw new UserErrorException(
            "No Region: set AWS_REGION or the profile's region, or name a table on this machine with --db-path or --endpoint.");
        return new AmazonDynamoDBClient(credentials, new AmazonDynamoDBConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            Timeout = EngineConnection.AttemptTimeout,
            IgnoreConfiguredEndpointUrls = true,
        });
    }
}
