using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
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
    private const string EntryName = "package/dynoxide";

    private const string PackageSha512 = "sBHqlxJ9ANkLluFkYRfd5r8Y0ApFew4FhOrlhgRAgD4XzEoFOukEo1nuBTQ1+jTtofqwn4NWQ2k0Tn5mNTjgUg==";
    private const string ProgramSha256 = "be909b7910d3fb552e85db10ef3c8ebae4bd35fee0f26dffdb6dfa5cc656426e";

    private const string Otherwise = """
        Or use a DynamoDB that runs already, such as AWS's DynamoDB Local:
          docker run --rm -d -p 8000:8000 amazon/dynamodb-local
          dotnet run --project src/LifecycleLambda.Local -- --endpoint http://localhost:8000
        """;

    internal static EnginePackage InUserCache() => new(Path.Combine(UserCache(), "lifecycle-lambda", $"dynoxide-{Version}"));

    /// <summary>The program's path, after fetching it if the cache does not hold it.</summary>
    /// <param name="progress">Told what takes long.</param>
    /// <param name="cancellationToken">Ends the fetch.</param>
    /// <exception cref="UserErrorException">It cannot be fetched, or not run on this machine; the message says what to do.</exception>
    internal async Task<string> FindAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var program = Path.Combine(cacheDirectory, "dynoxide");
        if (File.Exists(program) && await IsIntactAsync(program, cancellationToken))
        {
            return program;
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture is not Architecture.X64)
        {
            throw new UserErrorException($"The embedded engine exists for Linux on x64 only.\n{Otherwise}");
        }

        progress($"Fetching the embedded engine ({Package} {Version}) with npm, once ...");
        await FetchAsync(program, cancellationToken);
        return program;
    }

    private async Task FetchAsync(string program, CancellationToken cancellationToken)
    {
        CreateCache();
        // Several runs may fetch at once: each works in a folder of its own and moves the program into place whole.
        var work = Directory.CreateTempSubdirectory("lifecycle-lambda-");
        try
        {
            await PackAsync(work.FullName, cancellationToken);
            var archive = work.GetFiles("*.tgz").SingleOrDefault()
                ?? throw new UserErrorException($"npm fetched no package for {Package}@{Version}.\n{Otherwise}");
            await VerifyPackageAsync(archive.FullName, cancellationToken);
            var unpacked = Path.Combine(cacheDirectory, Path.GetRandomFileName());
            await ExtractAsync(archive.FullName, unpacked, cancellationToken);
            if (!await IsIntactAsync(unpacked, cancellationToken))
            {
                File.Delete(unpacked);
                throw new UserErrorException("The embedded engine's program is not the one that is pinned; it was not used.");
            }

            File.Move(unpacked, program, overwrite: true);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private void CreateCache()
    {
        try
        {
            Directory.CreateDirectory(cacheDirectory);
            using var probe = new FileStream(
                Path.Combine(cacheDirectory, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The embedded engine cannot be kept in {cacheDirectory}: {exception.Message} XDG_CACHE_HOME names another folder.", exception);
        }
    }

    private async Task PackAsync(string directory, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(npm, ["pack", $"{Package}@{Version}", "--loglevel=error", "--pack-destination", directory])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode is not 0)
            {
                throw new UserErrorException($"npm could not fetch {Package}@{Version}: {ReasonIn(await errors)}\n{Otherwise}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new UserErrorException(
                $"The embedded engine is fetched with npm, which is not on this machine: install Node.js.\n{Otherwise}", exception);
        }
    }

    // Without npm's own stack trace.
    private static string ReasonIn(string errors) =>
        string.Join('\n', errors.Trim().Split('\n').Where(line => !line.Contains("    at ", StringComparison.Ordinal)));

    private static async Task VerifyPackageAsync(string archive, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(archive);
        if (Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken)) is not PackageSha512)
        {
            throw new UserErrorException($"{Package}@{Version} as fetched does not have the pinned checksum; it was not used.");
        }
    }

    private static async Task ExtractAsync(string archive, string target, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(archive);
        await using var tar = new TarReader(new GZipStream(stream, CompressionMode.Decompress));
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            if (entry.Name is EntryName)
            {
                entry.Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                await entry.ExtractToFileAsync(target, overwrite: false, cancellationToken);
                return;
            }
        }

        throw new UserErrorException($"{Package}@{Version} does not hold the program {EntryName}.");
    }

    private static async Task<bool> IsIntactAsync(string program, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(program);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) is ProgramSha256;
    }

    private static string UserCache() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
