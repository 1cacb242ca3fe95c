using System.CommandLine;
using System.Net;

namespace LifecycleLambda.Local.Commands;

/// <summary>Keeps the engine with its table running, for <c>sam local invoke</c> and for tools of one's own.</summary>
internal static class EngineCommand
{
    internal static void AddTo(RootCommand root)
    {
        var port = NumberOption.Count("--port", 8000, least: 0, "The port; 0 for any that is free.", IPEndPoint.MaxPort);
        var engine = new Command("engine", "Runs just the embedded engine with the table, until Ctrl-C.") { port };
        engine.SetAction(async (arguments, cancellationToken) =>
        {
            await using var environment = await LocalEnvironment.StartAsync(arguments, cancellationToken, arguments.GetValue(port));
            Console.WriteLine($"The table {environment.Connection.TableName} is at {environment.Connection.Endpoint}; Ctrl-C ends it.");
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        });
        root.Subcommands.Add(engine);
    }
}
