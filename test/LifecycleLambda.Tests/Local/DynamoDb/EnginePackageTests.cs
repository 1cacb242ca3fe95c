using System.Runtime.InteropServices;
using LifecycleLambda.Local;

namespace LifecycleLambda.Tests.Local.DynamoDb;

public sealed class EnginePackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-package-");

    public EnginePackageTests()
    {
        var isPinned = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is Architecture.X64;
        Assert.SkipUnless(isPinned, "The engine is pinned for Linux on x64 only.");
        File.CreateSymbolicLink(At("npm"), Path.Combine(AppContext.BaseDirectory, "fake-npm"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_with_another_program_is_rejected()
    {
        File.WriteAllText(At("program"), "#!/bin/sh\n");

        Assert.Contains("its program doesn't have the pinned checksum", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(At("cache")));
    }

    [Fact]
    public async Task Error_names_a_cache_that_cannot_be_written()
    {
        File.WriteAllText(At("cache"), "a file");

        Assert.StartsWith($"Can't store the embedded engine in {At("cache")}", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cached_program_that_was_changed_is_not_used()
    {
        var bytes = "another program"u8.ToArray();
        var program = At("cache/dynoxide");
        Directory.CreateDirectory(At("cache"));
        // If the tests use another engine, the genuine program may not be on this machine.
        if (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is not { Length: > 0 })
        {
            bytes = File.ReadAllBytes(await EnginePackage.CreateInUserCache().FindAsync(_ => { }, Cancellation));
            File.WriteAllBytes(program, bytes);
            var package = new EnginePackage(At("cache"), At("npm"));
            Assert.Equal(program, await package.FindAsync(_ => Assert.Fail("The cached program was fetched again."), Cancellation));
            bytes[^1] ^= 1;
        }

        File.WriteAllBytes(program, bytes);

        Assert.Contains("doesn't have the pinned checksum", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("npm", "npm error code E404")]
    [InlineData("no-npm-here", "Install Node.js")]
    public async Task Failure_of_npm_is_reported_with_the_alternative(string npm, string reason)
    {
        File.WriteAllText(At("error"), "npm error code E404");

        var message = await RefusalAsync(npm);

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("docker run --rm -d -p 8000:8000 amazon/dynamodb-local", message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<string> RefusalAsync(string npm = "npm")
    {
        var package = new EnginePackage(At("cache"), At(npm));
        return (await Assert.ThrowsAsync<UserErrorException>(() => package.FindAsync(_ => { }, Cancellation))).Message;
    }
}
