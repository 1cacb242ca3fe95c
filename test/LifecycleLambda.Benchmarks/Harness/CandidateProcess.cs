using System.Diagnostics;
using System.Text;
using LifecycleLambda.Benchmarks.Candidates;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>The candidate's process with the environment variables that Lambda sets, and nothing of this process's own.</summary>
internal sealed class CandidateProcess : IDisposable
{
    private readonly Process _process;
    private readonly SandboxState _state;
    private readonly StringBuilder _errors = new();

    private CandidateProcess(Process process, SandboxState state)
    {
        _process = process;
        _state = state;
        StartReader(process.StandardOutput.BaseStream, CountLines);
        StartReader(process.StandardError.BaseStream, bytes => _errors.Append(Encoding.UTF8.GetString(bytes)));
    }

    internal int Id => _process.Id;

    internal string Errors => _errors.ToString().Trim();

    internal static CandidateProcess Start(
        Candidate candidate, SandboxState state, int runtimeApiPort, string endpoint, HarnessCertificate certificate, Action onExit)
    {
        var start = new ProcessStartInfo(candidate.FileName, candidate.Arguments)
        {
            WorkingDirectory = candidate.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in EnvironmentOf(candidate, runtimeApiPort, endpoint, certificate))
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => onExit();
        process.Start();
        return new CandidateProcess(process, state);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Dictionary<string, string> EnvironmentOf(
        Candidate candidate, int runtimeApiPort, string endpoint, HarnessCertificate certificate)
    {
        Dictionary<string, string> variables = new()
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["LAMBDA_TASK_ROOT"] = candidate.Folder,
            ["_HANDLER"] = "bootstrap",
            ["AWS_LAMBDA_RUNTIME_API"] = $"127.0.0.1:{runtimeApiPort}",
            ["AWS_LAMBDA_FUNCTION_NAME"] = "presence",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_DEFAULT_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "ASIAIOSFODNN7EXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ["AWS_SESSION_TOKEN"] = new string('A', 800),
            ["AWS_ENDPOINT_URL_DYNAMODB"] = endpoint,
            ["PRESENCE_TABLE_NAME"] = FakeDynamoDb.TableName,
        };
        if (endpoint.StartsWith("https", StringComparison.Ordinal))
        {
            // Each language's way to trust the harness's certificate.
            variables["SSL_CERT_FILE"] = certificate.AmazonFile;
            variables["NODE_EXTRA_CA_CERTS"] = certificate.AuthorityFile;
            variables["AWS_CA_BUNDLE"] = certificate.SystemFile;
        }

        return variables;
    }

    private static void StartReader(Stream stream, SpanAction read) => new Thread(() =>
    {
        var buffer = new byte[64 * 1024];
        for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            read(buffer.AsSpan(0, count));
        }
    })
    { IsBackground = true }.Start();

    private void CountLines(ReadOnlySpan<byte> bytes) => _state.Logged += bytes.Count((byte)'\n');

    private delegate void SpanAction(ReadOnlySpan<byte> bytes);
}
