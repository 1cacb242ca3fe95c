using System.CommandLine;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Online;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>simulate</c>: delivers a simulated fleet's events and reports the share of clients that end up right.</summary>
internal static class SimulateCommand
{
    internal static void AddTo(RootCommand root)
    {
        var clients = NumberOption.Count("--clients", 500, least: 1, "The number of clients.");
        var sessions = NumberOption.Count("--sessions", 8, least: 1, "The most sessions that a client has.");
        var concurrency = NumberOption.Optional(
            "--concurrency",
            $"The most function processes at a time. Default: {FunctionPool.DefaultConcurrency}, or 10 with --faults, because then most of "
            + "them wait for a retry.");
        var seed = NumberOption.Count("--seed", 1, least: int.MinValue, "The same seed gives the same fleet.", unit: "S");
        var duplicates = NumberOption.Share("--duplicates", 0.3, "The share of events that are delivered twice.");
        var loss = NumberOption.Share("--loss", 0, "The share of events that are lost, except for the last event of each client.");
        var loseLast = NumberOption.Share(
            "--lose-last", 0, "The share of clients whose last event is lost. Afterwards, the table is repaired as verify --repair does.");
        var shuffle = new Option<bool>("--shuffle") { Description = "Delivers the events in random order." };
        var confirmAfter = NumberOption.Optional(
            "--confirm-after", "Confirms disconnects after this many seconds of simulated time.", "SECONDS");
        var faults = NumberOption.Share("--faults", 0, "The share of failing DynamoDB calls: throttled, HTTP 500, no response, or reset.");
        var kills = NumberOption.Share("--kills", 0, "The share of invocations during which the function's process is killed.");
        var events = new Option<bool>("--events")
        {
            Description = "Also simulates the pipe to the event bus (EventBusName) and counts its events by kind. --json prints each.",
        };
        var noStream = new Option<bool>("--no-stream")
        {
            Description =
                "Creates the table without its stream. Use it for 10,000 clients or more: each record slows down the embedded engine.",
        };
        var simulate = new Command(
            "simulate", "Delivers a simulated fleet's events to the function. Exit code 1 if a client ends up wrong.")
        {
            clients, sessions, seed, duplicates, loss, loseLast, shuffle, concurrency, confirmAfter, faults, kills, events, noStream,
        };
        simulate.Validators.Add(result =>
        {
            foreach (var option in new Option[] { confirmAfter, events })
            {
                if (result.GetResult(option) is not null && result.GetResult(noStream) is not null)
                {
                    result.AddError($"{option.Name} needs the table's stream. Leave out --no-stream.");
                }
            }
        });
        simulate.SetAction(async (arguments, cancellationToken) =>
        {
            var options = new FleetOptions(
                Clients: arguments.GetValue(clients),
                Seed: arguments.GetValue(seed),
                Duplicates: arguments.GetValue(duplicates),
                Loss: arguments.GetValue(loss),
                Shuffle: arguments.GetValue(shuffle),
                MostSessions: arguments.GetValue(sessions),
                Name: $"sim-{Guid.NewGuid().ToString("N")[..8]}",
                Concurrency: arguments.GetValue(concurrency) ?? (arguments.GetValue(faults) > 0 ? 10 : FunctionPool.DefaultConcurrency),
                ConfirmAfter: arguments.GetValue(confirmAfter) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Faults: arguments.GetValue(faults),
                Kills: arguments.GetValue(kills),
                Events: arguments.GetValue(events),
                LoseLast: arguments.GetValue(loseLast));
            await using var environment = await LocalEnvironment.StartAsync(
                arguments, cancellationToken, withStream: !arguments.GetValue(noStream));
            var json = arguments.GetValue(LocalOptions.Json);
            var (program, log) = (LocalEnvironment.Function(arguments), LocalEnvironment.Log(arguments));
            var fleet = Fleet.Generate(options);
            using var run = new FleetRun(fleet, environment.Connection);
            await (json
                ? run.RunAsync(program, log, _ => { }, cancellationToken)
                : ProgressBar.ShowAsync("Delivering events", advance => run.RunAsync(program, log, advance, cancellationToken)));
            var report = run.CreateReport(await environment.Items.ReadAllAsync(cancellationToken));
            if (options.LoseLast > 0)
            {
                var repaired = await RepairAsync(fleet, environment, cancellationToken);
                report = run.CreateReport(await environment.Items.ReadAllAsync(cancellationToken)) with
                {
                    WrongBeforeRepair = report.Wrong.Count,
                    Repaired = repaired,
                };
            }

            new Report(json).Simulation(report);
            return report.Succeeded ? ExitCode.Success : ExitCode.Failed;
        });
        root.Subcommands.Add(simulate);
    }

    /// <summary>Repairs the fleet's items as <c>verify --repair</c> does, and returns the number of repaired clients.</summary>
    private static async Task<long> RepairAsync(Fleet fleet, LocalEnvironment environment, CancellationToken cancellationToken)
    {
        var truth = fleet.LastEvents.ToDictionary(last => last.ClientId, last => last.EventType);
        using var client = environment.Connection.CreateClient();
        var table = await environment.Items.DescribeAsync(cancellationToken);
        var scan = new PresenceScan(client, table, null, $"{fleet.Options.Name}-", PresenceScan.DefaultSegments(table), _ => { });
        // The answer has no time, because the simulated time isn't that of this machine's clock.
        var verification = new Verification(scan, (clientId, _) => Task.FromResult(new ConnectionStatus(truth[clientId])))
        {
            Repairs = true,
        };
        await verification.RunAsync([.. truth.Keys], cancellationToken);
        return verification.Summary.Repaired;
    }
}
