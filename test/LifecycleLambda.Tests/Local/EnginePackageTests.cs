using System.Runtime.InteropServices;
using LifecycleLambda.Local;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Tests.Local;

/// <summary>The engine's program is the pinned one, or it is not run.</summary>
public sealed class EnginePackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-package-");

    public EnginePackageTests() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is Architecture.X64, "The engine is pinned for Linux on x64 only.");

    private string Cache => Path.Combine(_folder.FullName, "cache");

    private string Program => Path.Combine(Cache, "dynoxide");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_with_other_bytes_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "program"), "#!/bin/sh\n", TestContext.Current.CancellationToken);

        Assert.Contains("does not have the pinned checksum; it was not used", await RefusalAsync(Npm()), StringComparison.Ordinal);
        Assert.False(File.Exists(Program));
    }

    [Fact]
    public async Task Cache_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(Cache, "a file", TestContext.Current.CancellationToken);

        var package = new EnginePackage(Cache, Npm());
        var refusal = await Assert.ThrowsAsync<UserErrorException>(() => package.FindAsync(_ => { }, TestContext.Current.CancellationToken));

        Assert.StartsWith($"The embedded engine cannot be kept in {Cache}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cached_program_that_was_changed_is_not_used()
    {
        var bytes = "another program"u8.ToArray();
        Directory.CreateDirectory(Cache);
        // Where another engine is used, the genuine program may not be on this machine.
        if (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is not { Length: > 0 })
        {
            var genuine = await EnginePackage.InUserCache().FindAsync(_ => { }, TestContext.Current.CancellationToken);
            bytes = await File.ReadAllBytesAsync(genuine, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Program, bytes, TestContext.Current.CancellationToken);
            var asItIs = await new EnginePackage(Cache, Npm()).FindAsync(_ => Assert.Fail("It was fetched."), TestContext.Current.CancellationToken);
            Assert.Equal(Program, asItIs);
            bytes[^1] ^= 1;
        }

        await File.WriteAllBytesAsync(Program, bytes, TestContext.Current.CancellationToken);

        Assert.Contains("does not have the pinned checksum", await RefusalAsync(Npm()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_of_npm_is_told_with_what_else_to_do()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "error"), "npm error code E404", TestContext.Current.CancellationToken);

        var message = await RefusalAsync(Npm());

        Assert.Contains("npm error code E404", message, StringComparison.Ordinal);
        Assert.Contains("docker run --rm -d -p 8000:8000 amazon/dynamodb-local", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_without_npm_is_told_what_to_install_or_to_set()
    {
        var message = await RefusalAsync(Path.Combine(_folder.FullName, "no-npm-here"));

        Assert.Contains("install Node.js", message, StringComparison.Ordinal);
        Assert.Contains("docker run --rm -d -p 8000:8000 amazon/dynamodb-local", message, StringComparison.Ordinal);
    }

    private string Npm()
    {
        var link = Path.Combine(_folder.FullName, "npm");
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, Path.Combine(AppContext.BaseDirectory, "fake-npm"));
        }

        return link;
    }

    private async Task<string> RefusalAsync(string npm)
    {
        var package = new EnginePackage(Cache, npm);
        var refusal = await Assert.ThrowsAsync<UserErrorException>(() => package.FindAsync(_ => { }, TestContext.Current.CancellationToken));
        // Nothing of the attempt is left that could be taken for the program later.
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Cache), file => file != Program);
        return refusal.Message;
    }
}
