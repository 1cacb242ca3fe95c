using System.CommandLine;
using LifecycleLambda.Local.Reports;
using LifecycleLambda.Local.Simulation;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>simulate</c>: a fleet through the function, and the share of clients that end up right.</summary>
internal static class SimulateCommand
{
    internal static void AddTo(RootCommand root, LocalOptions options)
    {
        var clients = Count("--clients", 500, "How many clients.");
        var concurrency = Count("--concurrency", 4, "How many function processes at once.");
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same fleet.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var duplicates = Share("--duplicates", 0.3, "The share of events that are delivered twice.");
        var loss = Share("--loss", 0, "The share of events that are never delivered; never a client's last.");
        var shuffle = new Option<bool>("--shuffle") { Description = "Delivers in any order." };
        var simulate = new Command("simulate", "Sends a simulated fleet through the function. Exit code 1 if one client ends up wrong.")
        {
            clients, seed, duplicates, loss, shuffle, concurrency,
        };
        simulate.SetAction(async (arguments, cancellationToken) =>
        {
            var fleet = new FleetOptions(
                arguments.GetValue(clients),
                arguments.GetValue(seed),
                arguments.GetValue(duplicates),
                arguments.GetValue(loss),
                arguments.GetValue(shuffle));
            var report = Report.For(arguments.GetValue(options.Json));
            await using var environment = await LocalEnvironment.StartAsync(arguments, options, report.Progress, port: 0, cancellationToken);
            await using var functions = environment.StartFunctions(arguments, options, arguments.GetValue(concurrency));
            var simulation = new FleetRun(Fleet.Generate(fleet), functions);
            var result = await ProgressBar.ShowAsync(
                arguments.GetValue(options.Json), advance => simulation.RunAsync(arguments.GetValue(concurrency), advance, cancellationToken));
            var summary = result.Judge(await environment.ReadItemsAsync(cancellationToken));
            report.Simulation(summary);
            return summary.Wrong.Count is 0 ? ExitCode.Success : ExitCode.Failed;
        });
        root.Subcommands.Add(simulate);
    }

    private static Option<int> Count(string name, int fallback, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }

    private static Option<double> Share(string name, double fallback, string description)
    {
        var option = new Option<double>(name) { Description = $"{description} From 0 to 1.", HelpName = "P", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
            {
                result.AddError($"{name} must be from 0 to 1.");
            }
        });
        return option;
    }
}
