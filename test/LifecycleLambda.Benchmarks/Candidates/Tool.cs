using System.ComponentModel;
using System.Diagnostics;

namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Runs a build tool and returns what it says.</summary>
internal static class Tool
{
    internal static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode is 0
                ? (await output).Trim()
                : throw new BenchmarkException($"{program} ended with {process.ExitCode}: {LastLine(await error) ?? LastLine(await output)}");
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException($"{program} is not installed");
        }
    }

    private static string? LastLine(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
}
