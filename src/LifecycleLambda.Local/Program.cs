using System.CommandLine;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Commands;
using LifecycleLambda.Local.DynamoDb;

var root = new RootCommand("""
    Runs LifecycleLambda on this machine, without Docker or an AWS account. Without a command, it delivers the sample events and shows
    who is online.

    Exit codes: 0 success; 1 an event failed or a client ended up wrong; 2 wrong usage, or the command can't run; 130 stopped by Ctrl-C.
    """);
foreach (var option in LocalOptions.All)
{
    option.Recursive = true;
    root.Options.Add(option);
}

InvokeCommand.AddTo(root);
SimulateCommand.AddTo(root);
BrokerCommand.AddTo(root);
EngineCommand.AddTo(root);
OnlineCommand.AddTo(root);
ShowCommand.AddTo(root);
VerifyCommand.AddTo(root);

var arguments = root.Parse(args);
if (arguments.Errors is { Count: > 0 } errors)
{
    foreach (var error in errors)
    {
        Console.Error.WriteLine($"error: {error.Message}");
    }

    Console.Error.WriteLine("Run with --help to see all commands and options.");
    return ExitCode.CannotRun;
}

// Without this, an exception on a library's thread would end the process with a stack trace.
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Environment.Exit(Fail((Exception)unhandled.ExceptionObject));
try
{
    HttpClient.DefaultProxy = new LoopbackBypass(HttpClient.DefaultProxy);
    AwsSettings.UnsetEmptyVariables();
    // Ctrl-C cancels the command. The timeout is infinite so that the command can stop everything that it has started.
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
    string?[] endpoints = [AwsSettings.Variable("AWS_ENDPOINT_URL_DYNAMODB"), AwsSettings.Variable("AWS_ENDPOINT_URL")];
    var advice = arguments.GetValue(LocalOptions.Endpoint) is null && endpoints.Any(endpoint => endpoint is not null)
        ? "An environment variable sets this endpoint. To ignore the variable, use --endpoint \"\"."
        : "Check --table, --endpoint and your AWS settings.";
    var message = UserErrorException.Describe(exception, arguments.GetValue(LocalOptions.Table), advice);
    Console.Error.WriteLine($"error: {message
        ?? $"Unexpected {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")} Run with --logs to see the stack trace."}");
    if (message is null && arguments.GetValue(LocalOptions.Logs))
    {
        Console.Error.WriteLine(exception);
    }

    return ExitCode.CannotRun;
}
