using System.CommandLine;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>simulate</c>: a fleet through the function, and the share of clients that end up right.</summary>
internal static class SimulateCommand
{
    internal static void AddTo(RootCommand root)
    {
        var clients = NumberOption.Count("--clients", 500, least: 1, "How many clients.");
        var sessions = NumberOption.Count("--sessions", 8, least: 1, "How many sessions a client has at most.");
        var concurrency = NumberOption.Optional(
            "--concurrency",
            $"How many function processes at once. Default: {FunctionPool.DefaultConcurrency}; "
            + "10 with --faults, where most of them wait for their next attempt.");
        var seed = NumberOption.Count("--seed", 1, least: int.MinValue, "The same seed gives the same fleet.", unit: "S");
        var duplicates = NumberOption.Share("--duplicates", 0.3, "The share of events that are delivered twice.");
        var loss = NumberOption.Share("--loss", 0, "The share of events that are never delivered; never a client's last.");
        var shuffle = new Option<bool>("--shuffle") { Description = "Delivers in any order." };
        var confirmAfter = NumberOption.Optional(
            "--confirm-after", "Confirms disconnects after this many seconds of simulated time.", "SECONDS");
        var faults = NumberOption.Share("--faults", 0, "The share of DynamoDB calls that fail: throttled, 500, no answer, cut off.");
        var kills = NumberOption.Share("--kills", 0, "The share of invocations during which the function's process is killed.");
        var events = new Option<bool>("--events")
        {
            Description = "Also plays the pipe of EventBusName: counts the events on the bus by kind; --json prints each, one per line.",
        };
        var noStream = new Option<bool>("--no-stream")
        {
            Description =
                "Creates the table without its stream: the embedded engine slows down with each record. For 10,000 clients and more.",
        };
        var simulate = new Command("simulate", "Sends a simulated fleet through the function. Exit code 1 if one client ends up wrong.")
        {
            clients, sessions, seed, duplicates, loss, shuffle, concurrency, confirmAfter, faults, kills, events, noStream,
        };
        simulate.Validators.Add(result =>
        {
            foreach (var option in new Option[] { confirmAfter, events })
            {
                if (result.GetResult(option) is not null && result.GetResult(noStream) is not null)
                {
                    result.AddError($"{option.Name} needs the stream: leave out --no-stream.");
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
                Events: arguments.GetValue(events));
            await using var environment = await LocalEnvironment.StartAsync(
                arguments, cancellationToken, withStream: !arguments.GetValue(noStream));
            var json = arguments.GetValue(LocalOptions.Json);
            var (program, log) = (LocalEnvironment.Function(arguments), LocalEnvironment.Log(arguments));
            using var run = new FleetRun(Fleet.Generate(options), environment.Connection);
            await (json
                ? run.RunAsync(program, log, _ => { }, cancellationToken)
                : ProgressBar.ShowAsync(advance => run.RunAsync(program, log, advance, cancellationToken)));
            var report = run.Judge(await environment.Items.ReadAllAsync(cancellationToken));
            new Report(json).Simulation(report);
            return report.Succeeded ? ExitCode.Success : ExitCode.Failed;
        });
        root.Subcommands.Add(simulate);
    }
}
