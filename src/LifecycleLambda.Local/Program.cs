using System.CommandLine;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Commands;

var root = new RootCommand("""
    LifecycleLambda on one machine, without Docker or an AWS account. Without a command: delivers the sample events and shows who is online.

    Exit codes: 0 success; 1 an event failed, or a simulated client ended up wrong; 2 wrong usage, or it cannot run; 130 ended by Ctrl-C.
    """);
foreach (var option in LocalOptions.All)
{
    option.Recursive = true;
    root.Options.Add(option);
}

DeliverCommand.AddTo(root);
SimulateCommand.AddTo(root);
BrokerCommand.AddTo(root);
EngineCommand.AddTo(root);
OnlineCommand.AddTo(root);
ShowCommand.AddTo(root);

var arguments = root.Parse(args);
if (arguments.Errors is { Count: > 0 } errors)
{
    foreach (var error in errors)
    {
        Console.Error.WriteLine($"error: {error.Message}");
    }

    Console.Error.WriteLine("--help shows what there is.");
    return ExitCode.CannotRun;
}

try
{
    // Ctrl-C cancels the command, which then ends everything that it has started, however long that takes.
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
    };
    return await arguments.InvokeAsync(invocation);
}
catch (Exception exception) when (UserErrorException.MessageOf(exception, arguments.GetValue(LocalOptions.Table)) is { } message)
{
    Console.Error.WriteLine($"error: {message}");
    return ExitCode.CannotRun;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted");
    return ExitCode.Interrupted;
}
