namespace LifecycleLambda.Local;

/// <summary>The folder in which this program keeps files between runs.</summary>
internal static class UserCache
{
    /// <param name="what">What is stored, for the error.</param>
    /// <param name="name">The name of the folder inside the cache.</param>
    /// <exception cref="UserErrorException">The user has no home folder.</exception>
    internal static string Folder(string what, string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder ? folder
            : home.Length > 0 ? Path.Combine(home, ".cache")
            : throw new UserErrorException($"Can't store {what}: you have no home folder. Set XDG_CACHE_HOME to a folder.");
        return Path.Combine(cache, "lifecycle-lambda", name);
    }
}
