using System.Text;

namespace LifecycleLambda.Local.Commands;

/// <summary>Reads client ids from a file or from standard input, one per line or separated by tabs.</summary>
internal static class ClientIdFile
{
    /// <exception cref="UserErrorException">The file can't be read or isn't UTF-8.</exception>
    internal static async Task<HashSet<string>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>();
        try
        {
            await using var input = path is "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var reader = new StreamReader(input, new UTF8Encoding(false, throwOnInvalidBytes: true));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                ids.UnionWith(line.Split('\t', StringSplitOptions.RemoveEmptyEntries));
            }

            return ids;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            var reason = exception is DecoderFallbackException ? "it isn't UTF-8." : exception.Message;
            throw new UserErrorException($"Can't read {path}: {reason} Check --clients.", exception);
        }
    }
}
