using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Local.Commands;

/// <summary>Reads events out of a file: a JSON object, an array of them, or one per line.</summary>
internal static class EventFile
{
    /// <summary>Reads every event of a file, or of standard input for <c>-</c>, and where it came from.</summary>
    /// <exception cref="UserErrorException">It is not JSON, holds nothing or cannot be read; the message names file and line.</exception>
    internal static async Task<IReadOnlyList<(string Source, byte[] Payload)>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = path is "-" ? "standard input" : path;
        var events = Parse(name, await BytesAsync(path, cancellationToken));
        return events.Count > 0 ? events : throw new UserErrorException($"{name} holds no events.");
    }

    private static async Task<byte[]> BytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = path is "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var all = new MemoryStream();
            await input.CopyToAsync(all, cancellationToken);
            return all.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The file {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static List<(string Source, byte[] Payload)> Parse(string name, byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var events = new List<(string Source, byte[] Payload)>();
        var reader = new Utf8JsonReader(bytes.AsSpan(start), new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                var value = JsonElement.ParseValue(ref reader);
                foreach (var element in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : (IEnumerable<JsonElement>)[value])
                {
                    var number = events.Count > 0 ? $" #{events.Count + 1}" : "";
                    events.Add(($"{Path.GetFileName(name)}{number}", Encoding.UTF8.GetBytes(element.GetRawText())));
                }
            }
        }
        catch (JsonException exception)
        {
            // The reader's own message can quote the file.
            var place = $"{name}, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new UserErrorException($"{place}: this is not JSON. Nothing was delivered.", exception);
        }

        return events;
    }
}
