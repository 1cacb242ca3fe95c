using System.Diagnostics;

namespace LifecycleLambda.TestKit;

/// <summary>Starts the local run as a process, with its command line, as a user does.</summary>
internal static class LocalProgram
{
    /// <summary>Starts the local run. The variables (<c>NAME=VALUE</c>) are added to those of the test process.</summary>
    internal static Process Start(string[] arguments, params string[] variables) =>
        StartCommand(["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "lifecycle-local.dll"), .. arguments], variables);

    /// <summary>Starts a program with its arguments. If the program doesn't exist, the exit code is 127.</summary>
    internal static Process StartCommand(string[] command, params string[] variables)
    {
        // Unset the variables of the coverage profiler, so that only the test process is profiled.
        var profiler = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("CORECLR_", StringComparison.Ordinal)).Select(name => $"--unset={name}");
        // A shell lets its background jobs ignore SIGINT, and child processes inherit that. Tests send SIGINT to what they start.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", .. profiler, .. variables, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    internal static Task<ProgramResult> RunAsync(string input, string[] arguments, params string[] variables) =>
        CompleteAsync(Start(arguments, variables), input);

    /// <summary>Writes the input to a process, reads its output and errors, and waits until it ends.</summary>
    internal static async Task<ProgramResult> CompleteAsync(Process started, string input)
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
                // The process ended before it read its input. The exit code and the errors show the reason.
            }

            await Task.WhenAll(errors, output, process.WaitForExitAsync()).WaitAsync(LongestWait, Cancellation);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            // Kill does nothing if the process has ended.
            process.Kill();
        }
    }

    internal static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
