using System.Diagnostics;

namespace LifecycleLambda.TestKit;

/// <summary>The local run as its user starts it: a process with arguments, an exit code and two outputs.</summary>
internal static class LocalProgram
{
    /// <summary>Starts it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Its environment beside that of the tests: <c>NAME=VALUE</c>.</param>
    internal static Process Start(string[] arguments, params string[] variables) =>
        StartCommand(["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "lifecycle-local.dll"), .. arguments], variables);

    /// <summary>Starts any program with its arguments. If the program doesn't exist, the exit code is 127.</summary>
    internal static Process StartCommand(string[] command, params string[] variables)
    {
        // The profiler that measures the coverage of the tests is not for what they start.
        var profiler = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("CORECLR_", StringComparison.Ordinal));
        // Tests that run in the background of a script ignore Ctrl-C, and so would what they start.
        string[] launcher = ["--default-signal=INT", .. profiler.Select(name => $"--unset={name}"), .. variables];
        return Process.Start(new ProcessStartInfo("env", [.. launcher, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    internal static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string input, string[] arguments, params string[] variables) =>
        CompleteAsync(Start(arguments, variables), input);

    /// <summary>Writes the input of a process, reads its outputs and waits for its end.</summary>
    internal static async Task<(int ExitCode, string Output, string Errors)> CompleteAsync(Process started, string input)
    {
        using var process = started;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            try
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The process ended before it read its input. Its exit code and its errors give the reason.
            }

            await Task.WhenAll(errors, output, process.WaitForExitAsync()).WaitAsync(TestSize.LongestWait, TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            // Nothing to do where it has ended.
            process.Kill();
        }
    }

    /// <summary>Sends a process a signal, such as TERM.</summary>
    internal static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
