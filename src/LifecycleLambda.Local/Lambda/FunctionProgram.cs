using System.ComponentModel;
using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>The program to run as the function. As on AWS, <c>dotnet</c> runs a <c>bootstrap.dll</c>.</summary>
internal sealed record FunctionProgram(string Path)
{
    // The variables that a process needs on this machine, and the settings that a user can try. All others come from Lambda.
    private static readonly HashSet<string> Inherited =
    [
        "PATH", "HOME", "DOTNET_ROOT", "TMPDIR", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy",
        "TIMESTAMP_TOLERANCE_SECONDS", "RETAIN_DISCONNECTED_DAYS", "STORE_PERSONAL_DATA", "COUNT_SEGMENTS",
        "AWS_LAMBDA_LOG_LEVEL",
    ];

    /// <summary>The program that was built together with this one.</summary>
    internal static FunctionProgram Default => new(System.IO.Path.Combine(AppContext.BaseDirectory, "bootstrap.dll"));

    /// <summary>Finds a published <c>bootstrap</c> or <c>bootstrap.dll</c>, by its path or by that of its folder.</summary>
    internal static FunctionProgram FromPath(string path)
    {
        string[] candidates = [path, System.IO.Path.Combine(path, "bootstrap.dll"), System.IO.Path.Combine(path, "bootstrap")];
        return new(System.IO.Path.GetFullPath(candidates.FirstOrDefault(File.Exists)
            ?? throw new UserErrorException(
                $"Can't run the function: {path} isn't a published bootstrap or bootstrap.dll. Check --function.")));
    }

    /// <summary>The program's arguments. A published function has none.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Starts the program. The caller must read both of its outputs.</summary>
    /// <exception cref="UserErrorException">This machine can't run the program.</exception>
    internal Process Start(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new ProcessStartInfo("dotnet", ["exec", Path])
            : new ProcessStartInfo(Path, Arguments);
        // Do not let the function inherit this program's standard input.
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var variables = start.Environment;
        foreach (var name in variables.Keys.Where(name => !Inherited.Contains(name)).ToList())
        {
            variables.Remove(name);
        }

        // Without this, an older version of the function would request the Runtime API through the proxy.
        var noProxy = Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
        variables["NO_PROXY"] = $"{noProxy},localhost,127.0.0.1,[::1]".TrimStart(',');
        // A killed process would leave the files of .NET's diagnostics in the temporary folder.
        variables["DOTNET_EnableDiagnostics"] = "0";
        // Most function processes are too short-lived to benefit from tier-1 JIT, so delay it until there's been no tier-0 JIT for 30 s.
        variables["DOTNET_TC_CallCountingDelayMs"] = "30000";
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            var reason = new Win32Exception(exception.NativeErrorCode).Message;
            throw new UserErrorException(
                $"Can't run the function {Path}: {reason}. Check that it is executable and built for this machine.", exception);
        }
    }
}
