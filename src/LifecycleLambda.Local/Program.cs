using System.CommandLine;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Commands;

var options = new LocalOptions();
var root = new RootCommand(
    "LifecycleLambda on one machine, without Docker or an AWS account. Without a command: delivers the sample events and shows who is online.");
foreach (var option in options.All)
{
    root.Options.Add(option);
}

DeliverCommand.AddTo(root, options);
SimulateCommand.AddTo(root, options);
EngineCommand.AddTo(root, options);

try
{
    // Ctrl-C cancels the command; what it started is ended on the way out, however long that takes.
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout.InfiniteTimeSpan };
    return await root.Parse(args).InvokeAsync(invocation);
}
catch (UserErrorException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return ExitCode.CannotRun;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted");
    return ExitCode.Interrupted;
}
