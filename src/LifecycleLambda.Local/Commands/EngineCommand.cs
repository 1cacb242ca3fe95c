using System.CommandLine;
using System.Net;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>engine</c>: keeps the engine with its table running, for <c>sam local invoke</c> and other tools.</summary>
internal static class EngineCommand
{
    internal static void AddTo(RootCommand root)
    {
        var port = NumberOption.Count("--port", 8000, least: 0, "The engine's port; 0 chooses a free port.", IPEndPoint.MaxPort);
        var engine = new Command("engine", "Runs only the embedded engine with the table until Ctrl-C.") { port };
        engine.SetAction(async (arguments, cancellationToken) =>
        {
            await using var environment = await LocalEnvironment.StartAsync(arguments, cancellationToken, arguments.GetValue(port));
            var connection = environment.Connection;
            Console.WriteLine($"The table {connection.TableName} is at {connection.Endpoint}. Press Ctrl-C to stop.");
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        });
        root.Subcommands.Add(engine);
    }
}
