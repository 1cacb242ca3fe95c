using System.ComponentModel;
using System.Diagnostics;

namespace LifecycleLambda.Local.Lambda;

/// <summary>The program to run as the function. As in AWS, <c>dotnet</c> runs a <c>bootstrap.dll</c>.</summary>
internal sealed record FunctionProgram(string Path)
{
    // What a process needs of this machine, and the settings that a user can try by exporting them; the rest is Lambda's.
    private static readonly HashSet<string> Inherited =
    [
        "PATH", "HOME", "DOTNET_ROOT", "TMPDIR", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy",
        "TIMESTAMP_TOLERANCE_SECONDS", "RETAIN_DISCONNECTED_DAYS", "AWS_LAMBDA_LOG_LEVEL",
    ];

    /// <summary>The program that was built together with this one.</summary>
    internal static FunctionProgram Built => new(System.IO.Path.Combine(AppContext.BaseDirectory, "bootstrap.dll"));

    /// <summary>A published program: a <c>bootstrap</c>, a <c>bootstrap.dll</c>, or the folder that holds one.</summary>
    /// <exception cref="UserErrorException">There is none at that path.</exception>
    internal static FunctionProgram At(string path)
    {
        string[] candidates = [path, System.IO.Path.Combine(path, "bootstrap.dll"), System.IO.Path.Combine(path, "bootstrap")];
        return new(System.IO.Path.GetFullPath(candidates.FirstOrDefault(File.Exists)
            ?? throw new UserErrorException($"There is no function at {path}: it must be a published bootstrap or bootstrap.dll.")));
    }

    /// <summary>The program's arguments. A published function has none.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Starts it; both of its outputs must be read.</summary>
    /// <exception cref="UserErrorException">It is no program that this machine can run.</exception>
    internal Process Start(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new ProcessStartInfo("dotnet", ["exec", Path])
            : new ProcessStartInfo(Path, Arguments);
        // Its own, and not the terminal's, from which only the program that started it reads.
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var variables = start.Environment;
        foreach (var name in variables.Keys.Where(name => !Inherited.Contains(name)).ToList())
        {
            variables.Remove(name);
        }

        // An older function than this one would look for the Runtime API behind the proxy.
        var noProxy = Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
        variables["NO_PROXY"] = $"{noProxy},localhost,127.0.0.1,[::1]".TrimStart(',');
        // A process that is killed leaves what .NET's diagnostics put into the temporary folder.
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
                $"The function {Path} cannot be run: {reason}. Is it executable, and built for this machine?", exception);
        }
    }
}
