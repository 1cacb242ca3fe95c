using System.Diagnostics;

namespace LifecycleLambda.TestKit;

/// <summary>Starts the local run as its user does.</summary>
internal static class LocalProgram
{
    /// <summary>Starts it with these variables (<c>NAME=VALUE</c>) in addition to those of the tests.</summary>
    internal static Process Start(string[] arguments, params string[] variables) =>
        StartCommand(["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "lifecycle-local.dll"), .. arguments], variables);

    /// <summary>Starts any program with its arguments. If the program doesn't exist, the exit code is 127.</summary>
    internal static Process StartCommand(string[] command, params string[] variables)
    {
        // The profiler that measures the coverage of the tests is not for what they start.
        var profiler = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("CORECLR_", StringComparison.Ordinal)).Select(name => $"--unset={name}");
        // Tests that run in the background of a script ignore Ctrl-C, and so would what they start.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", .. profiler, .. variables, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    internal static Task<ProgramResult> RunAsync(string input, string[] arguments, params string[] variables) =>
        CompleteAsync(Start(arguments, variables), input);

    /// <summary>Writes the input of a process, reads its outputs and waits for its end.</summary>
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
                // The process ended before it read its input. Its exit code and its errors give the reason.
            }

            await Task.WhenAll(errors, output, process.WaitForExitAsync()).WaitAsync(LongestWait, Cancellation);
            return new(process.ExitCode, await output, await errors);
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
