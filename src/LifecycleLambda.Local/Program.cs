using System.CommandLine;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Commands;
using LifecycleLambda.Local.DynamoDb;

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

// Also for an exception on a thread of a library, which would end the process with a stack trace.
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Environment.Exit(Fail((Exception)unhandled.ExceptionObject));
try
{
    HttpClient.DefaultProxy = new LoopbackBypass(HttpClient.DefaultProxy);
    AwsSettings.UnsetEmptyVariables();
    // Ctrl-C cancels the command, which then ends everything that it has started, however long that takes.
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
    };
    return await arguments.InvokeAsync(invocation);
}
catch (OperationCanceledException exception) when (exception.InnerException is not TimeoutException)
{
    Console.Error.WriteLine("interrupted");
    return ExitCode.Interrupted;
}
catch (Exception exception)
{
    return Fail(exception);
}

int Fail(Exception exception)
{
    var logs = arguments.GetValue(LocalOptions.Logs);
    string?[] endpoints = [AwsSettings.Variable("AWS_ENDPOINT_URL_DYNAMODB"), AwsSettings.Variable("AWS_ENDPOINT_URL")];
    var advice = arguments.GetValue(LocalOptions.Endpoint) is null && endpoints.Any(endpoint => endpoint is not null)
        ? ". A variable names this endpoint; --endpoint \"\" ignores it."
        : "";
    var message = UserErrorException.MessageOf(exception, arguments.GetValue(LocalOptions.Table), advice)
        ?? $"Unexpected {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}{(logs ? "" : " --logs prints the stack trace.")}";
    Console.Error.WriteLine($"error: {message}");
    if (logs)
    {
        Console.Error.WriteLine(exception);
    }

    return ExitCode.CannotRun;
}
