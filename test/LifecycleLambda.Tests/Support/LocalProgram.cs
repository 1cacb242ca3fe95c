using System.Diagnostics;

namespace LifecycleLambda.Tests.Support;

/// <summary>The local run as its user starts it: a process with arguments, an exit code and two outputs.</summary>
internal static class LocalProgram
{
    internal static Process Start(params string[] arguments) => Start([], arguments);

    private static Process Start(IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        // Tests that run in the background of a script ignore Ctrl-C, and so would what they start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "lifecycle-local.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The profiler that measures the coverage of the tests is not for what they start.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CORECLR_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    internal static Task<(int ExitCode, string Output, string Errors)> RunAsync(string input, params string[] arguments) =>
        RunAsync([], input, arguments);

    internal static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IEnumerable<KeyValuePair<string, string>> environment, string input, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            await Task.WhenAll(errors, output, process.WaitForExitAsync()).WaitAsync(TestSize.LongestWait, TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            // Nothing to do where it has ended.
            process.Kill();
        }
    }

    internal static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
