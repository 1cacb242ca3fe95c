using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LifecycleLambda.Local.DynamoDb;

/// <summary>The embedded engine's program: a pinned version from an npm package. It is downloaded once into a per-user cache, and its
/// checksum is verified after the download and before each use.</summary>
internal sealed class EnginePackage(string cacheDirectory, string npm = "npm")
{
    internal const string Version = "1.2.1";
    private const string Package = "@dynoxide/linux-x64";
    private const string ProgramSha256 = "be909b7910d3fb552e85db10ef3c8ebae4bd35fee0f26dffdb6dfa5cc656426e";

    private const string Alternative = """
        You can also use a running DynamoDB endpoint, such as AWS's DynamoDB Local:
          docker run --rm -d -p 8000:8000 amazon/dynamodb-local
          dotnet run --project src/LifecycleLambda.Local -- --endpoint http://localhost:8000
        """;

    internal static EnginePackage CreateInUserCache() => new(UserCache.Folder("the embedded engine", $"dynoxide-{Version}"));

    /// <summary>Returns the program's path. Downloads the program first if the cache doesn't contain it.</summary>
    internal async Task<string> FindAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var program = Path.Combine(cacheDirectory, "dynoxide");
        if (await IsPinnedAsync(program, cancellationToken))
        {
            return program;
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture is not Architecture.X64)
        {
            throw new UserErrorException($"Can't run the embedded engine: it exists for Linux on x64 only.\n{Alternative}");
        }

        progress($"Downloading the embedded engine ({Package} {Version}) with npm. This happens only once ...");
        // Several runs may download at the same time, so each uses a separate folder and then moves the complete program into place.
        var work = CreateFolder(Path.Combine(cacheDirectory, Path.GetRandomFileName()));
        try
        {
            await InstallAsync(work.FullName, cancellationToken);
            var downloaded = Path.Combine(work.FullName, "node_modules", Package, "dynoxide");
            if (!await IsPinnedAsync(downloaded, cancellationToken))
            {
                throw new UserErrorException(
                    $"Can't use the downloaded {Package}@{Version}: its program doesn't have the pinned checksum.\n{Alternative}");
            }

            File.Move(downloaded, program, overwrite: true);
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
                $"Can't store the embedded engine in {cacheDirectory}: {exception.Message} Change XDG_CACHE_HOME.", exception);
        }
    }

    private async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        string[] options = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
        var start = new ProcessStartInfo(npm, ["install", "--prefix", ".", .. options, $"{Package}@{Version}"])
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
                // Leave out npm's stack trace.
                var reasons = (await errors).Trim().Split('\n').Where(line => !line.Contains("    at ", StringComparison.Ordinal));
                throw new UserErrorException($"Can't download {Package}@{Version} with npm: {string.Join('\n', reasons)}\n{Alternative}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new UserErrorException(
                $"Can't download the embedded engine: npm isn't on this machine. Install Node.js.\n{Alternative}", exception);
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
