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
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }

    internal static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
