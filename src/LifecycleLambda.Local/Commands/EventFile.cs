using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Local.Commands;

/// <summary>Reads events out of a file: a JSON object, an array of them, or one per line.</summary>
internal static class EventFile
{
    /// <summary>Reads every event; nothing is delivered before all files are read.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UserErrorException">It is not JSON, holds nothing or cannot be read; the message names file and line.</exception>
    internal static async Task<IReadOnlyList<DeliveredEvent>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (path is "")
        {
            throw new UserErrorException("A file's name is empty.");
        }

        var name = path is "-" ? "standard input" : path;
        var events = Parse(name, await BytesAsync(path, cancellationToken));
        return events.Count > 0 ? events : throw new UserErrorException($"{name} holds no events.");
    }

    private static async Task<byte[]> BytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (path is not "-")
            {
                return await File.ReadAllBytesAsync(path, cancellationToken);
            }

            await using var input = Console.OpenStandardInput();
            using var all = new MemoryStream();
            await input.CopyToAsync(all, cancellationToken);
            return all.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The file {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static List<DeliveredEvent> Parse(string name, byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var events = new List<DeliveredEvent>();
        var reader = new Utf8JsonReader(bytes.AsSpan(start), new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                JsonElement[] elements = value.RootElement.ValueKind is JsonValueKind.Array ? [.. value.RootElement.EnumerateArray()] : [value.RootElement];
                foreach (var element in elements)
                {
                    events.Add(Event(name, events.Count + 1, element));
                }
            }
        }
        catch (JsonException exception)
        {
            // The reader's own message can quote the file.
            throw new UserErrorException(
                $"{name}, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: this is not JSON. Nothing was delivered.",
                exception);
        }

        return events;
    }

    private static DeliveredEvent Event(string name, int number, JsonElement element) =>
        new($"{Path.GetFileName(name)}{(number is 1 ? "" : $" #{number}")}", Encoding.UTF8.GetBytes(element.GetRawText()));
}
