namespace LifecycleLambda.Benchmarks;

/// <summary>The repository that this program was built in.</summary>
internal static class Repository
{
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LifecycleLambda.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The benchmark builds its candidates from the sources: run it inside the repository.");
    }
}
