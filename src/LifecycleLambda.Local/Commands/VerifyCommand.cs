using System.CommandLine;
using LifecycleLambda.Local.Online;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>verify</c>: compares a table with AWS IoT's own view of each client.</summary>
internal static class VerifyCommand
{
    internal static void AddTo(RootCommand root)
    {
        var iotEndpoint = new Option<string>("--iot-endpoint")
        {
            Description = "The account's data endpoint: aws iot describe-endpoint --endpoint-type iot:Data-ATS prints it.",
            HelpName = "HOST",
            Required = true,
        };
        var rate = NumberOption.Count("--rate", 50, least: 1, "The most requests to AWS IoT per second.");
        var clients = new Option<string?>("--clients")
        {
            Description = "Also verifies the clients whose ids this file has, one per line or separated by tabs. - reads standard input.",
            HelpName = "FILE",
        };
        var sample = NumberOption.Optional("--sample", "Verifies only this number of clients, chosen at random.");
        var prefix = OnlineCommand.CreatePrefix("Verifies");
        var settle = TimeOption.Create(
            "--settle", "The time within which an event can still be on its way, such as 90s or 2h. Default: 10m.");
        var repair = new Option<bool>("--repair")
        {
            Description = "Writes AWS IoT's answer into the items of the clients that are wrong or missing. A newer event always wins.",
        };
        var verify = new Command("verify", """
            Compares each client of the table with AWS IoT, and lists the clients that are wrong, missing or can't be verified. Reads the
            same tables as online. Exit code 1 if a client is wrong or missing and isn't repaired.
            """)
        {
            iotEndpoint, rate, clients, sample, prefix, settle, repair,
        };
        verify.SetAction(async (arguments, cancellationToken) =>
        {
            var perSecond = arguments.GetValue(rate);
            var ids = arguments.GetValue(clients) is { } file ? await ClientIdFile.ReadAsync(file, cancellationToken) : [];
            using var iot = await IotDataClient.CreateAsync(arguments.GetValue(iotEndpoint)!, perSecond, cancellationToken);
            return await ExistingTable.UseAsync(arguments, async (client, table) =>
            {
                // AWS IoT limits the rate. A scan in parallel would only read further ahead, and its items would be older.
                var segments = arguments.GetValue(sample) is null ? 1 : PresenceScan.DefaultSegments(table);
                var scan = new PresenceScan(client, table, null, arguments.GetValue(prefix), segments, _ => { });
                var findings = new FindingList(arguments.GetValue(LocalOptions.Json));
                var verification = new Verification(scan, iot.GetConnectionAsync)
                {
                    Settle = arguments.GetValue(settle) ?? TimeSpan.FromMinutes(10),
                    Sample = arguments.GetValue(sample),
                    Repairs = arguments.GetValue(repair),
                    Concurrency = Math.Clamp(perSecond / 4, 4, 64),
                    OnFinding = findings.Add,
                };
                return await RunAsync(verification, ids, findings, cancellationToken);
            }, cancellationToken);
        });
        root.Subcommands.Add(verify);
    }

    private static async Task<int> RunAsync(
        Verification verification, HashSet<string> ids, FindingList findings, CancellationToken cancellationToken)
    {
        try
        {
            await (findings.IsJson
                ? verification.RunAsync(ids, cancellationToken)
                : ProgressBar.ShowAsync("Verifying clients", advance =>
                {
                    verification.OnProgress = advance;
                    return verification.RunAsync(ids, cancellationToken);
                }));
        }
        catch when (verification.Summary.All > 0 || cancellationToken.IsCancellationRequested)
        {
            findings.End(verification.Summary);
            throw;
        }

        findings.End(verification.Summary);
        return verification.Summary.Unrepaired is 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
