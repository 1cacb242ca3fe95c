namespace LifecycleLambda.Bootstrap;

/// <summary>The deployed program from start-up to shutdown.</summary>
internal static class FunctionHost
{
    /// <summary>Starts the function and processes invocations until the token is cancelled.</summary>
    /// <param name="environment">Looks up an environment variable by name.</param>
    /// <param name="output">Receives the log lines: standard output.</param>
    /// <param name="cancellationToken">Ends the program after the current invocation.</param>
    /// <returns>The exit code: 0 after a cancellation, 1 if the start-up failed or the Runtime API can't be used any more.</returns>
    internal static async Task<int> RunAsync(Func<string, string?> environment, Stream output, CancellationToken cancellationToken)
    {
        if (environment("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
        {
            HostLog.Fatal(output, "AWS_LAMBDA_RUNTIME_API is not set; AWS Lambda sets it. " +
                "To run the function on this machine, use: dotnet run --project src/LifecycleLambda.Local");
            return 1;
        }

        using var runtime = new RuntimeApiClient(address);
        try
        {
            using var handler = await StartAsync(runtime, environment, output);
            await new InvocationLoop(runtime, handler).RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (exception is SettingException or RuntimeApiException)
        {
            HostLog.Fatal(output, exception.Message);
            return 1;
        }
        catch (Exception exception)
        {
            // This is a defect of this program, and the message alone doesn't show where it is.
            HostLog.Fatal(output, exception.ToString());
            return 1;
        }
    }

    private static async Task<LifecycleHandler> StartAsync(RuntimeApiClient runtime, Func<string, string?> environment, Stream output)
    {
        try
        {
            return await LifecycleHandler.StartAsync(environment, output);
        }
        catch (Exception exception)
        {
            await runtime.ReportInitErrorAsync(exception);
            throw;
        }
    }
}
