namespace LifecycleLambda.Benchmarks.Candidates;

/// <summary>Python with the boto3 that it can import; <c>requirements.txt</c> says which one it was written for.</summary>
internal sealed class PythonPeer(string peers)
{
    private readonly string _folder = Path.Combine(peers, "python");

    internal async Task<Candidate> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var versions = await Tool.RunAsync(
                "python3",
                ["-c", "import boto3, platform; print(f'Python {platform.python_version()}, boto3 {boto3.__version__}')"],
                _folder,
                cancellationToken);
            return new Candidate("python", versions)
            {
                FileName = Tool.Find("python3")!,
                Arguments = [Path.Combine(_folder, "main.py")],
                Folder = _folder,
            };
        }
        catch (ToolException exception)
        {
            return new Candidate("python", "Python, boto3")
            {
                Missing = $"pip install -r requirements.txt first: {exception.Message}",
            };
        }
    }
}
