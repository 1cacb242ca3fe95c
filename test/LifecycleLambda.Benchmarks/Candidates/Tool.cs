using System.ComponentModel;
using System.Diagnostics;
using LifecycleLambda.Local;

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
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var lastLine = $"{output}{await error}".TrimEnd().Split('\n')[^1];
            return process.ExitCode is 0 ? output.Trim() : throw new UserErrorException($"{program} ended with {process.ExitCode}: {lastLine}");
        }
        catch (Win32Exception)
        {
            throw new UserErrorException($"{program} is not installed");
        }
    }
}
