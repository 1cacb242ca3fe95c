namespace LifecycleLambda.Bootstrap;

/// <summary>The deployed program from start-up to shutdown. A test can drive the whole of it.</summary>
internal static class FunctionHost
{
    /// <summary>Starts the function and serves invocations until it is told to stop.</summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <param name="output">Gets the log lines: standard output.</param>
    /// <param name="runtimeApi">The way to the Runtime API; a plain socket unless given.</param>
    /// <param name="time">The clock; the system's unless given.</param>
    /// <param name="cancellationToken">Ends the program after the invocation in hand.</param>
    /// <returns>The exit code: 0 when told to stop, 1 on a start-up failure or a lost Runtime API.</returns>
    internal static async Task<int> RunAsync(
        Func<string, string?> environment,
        Stream output,
        HttpMessageHandler? runtimeApi = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        time ??= TimeProvider.System;
        if (environment("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
        {
            HostLog.Fatal(output, time, "AWS_LAMBDA_RUNTIME_API is not set: AWS Lambda sets it. " +
                "To run the function on this machine: dotnet run --project src/LifecycleLambda.Local");
            return 1;
        }

        using var runtime = new RuntimeApiClient(address, runtimeApi ?? RuntimeApiClient.CreateHandler());
        try
        {
            using var handler = await StartAsync(runtime, environment, output, time);
            await new InvocationLoop(runtime, handler, time).RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception)
        {
            HostLog.Fatal(output, time, exception.Message);
            return 1;
        }
    }

    private static async Task<LifecycleHandler> StartAsync(
        RuntimeApiClient runtime, Func<string, string?> environment, Stream output, TimeProvider time)
    {
        try
        {
            return await LifecycleHandler.StartAsync(environment, output, time);
        }
        catch (Exception exception)
        {
            await runtime.ReportInitErrorAsync(exception);
            throw;
        }
    }
}
