using System.Text;
using System.Text.Json;

namespace LifecycleLambda.Tests.Trust;

/// <summary>What is a lifecycle event (DESIGN section 5, Invalid), a second time and on another parser.</summary>
internal static class FuzzOracle
{
    private static readonly HashSet<string> OptionalStrings =
        ["sessionIdentifier", "principalIdentifier", "thingName", "ipAddress", "disconnectReason"];

    /// <summary>Whether it must be applied; <see langword="null"/> where a name that is not Unicode leaves it open.</summary>
    internal static bool? IsEvent(ReadOnlyMemory<byte> payload, long latestTimestamp)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind is JsonValueKind.Object ? IsEvent(document.RootElement, latestTimestamp) : false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool? IsEvent(JsonElement root, long latestTimestamp)
    {
        // Of two properties with one name the later counts; the earlier must be of the right type all the same.
        Dictionary<string, bool> required = new()
        {
            ["clientId"] = false,
            ["timestamp"] = false,
            ["eventType"] = false,
            ["versionNumber"] = false,
        };
        HashSet<string> tooLong = [];
        foreach (var property in root.EnumerateObject())
        {
            if (Decoded(() => property.Name) is not { } name)
            {
                return null;
            }

            if (OptionalStrings.Contains(name))
            {
                if (property.Value.ValueKind is JsonValueKind.String && Decoded(property.Value.GetString) is null)
                {
                    return false;
                }

                _ = IsTooLong(property.Value) ? tooLong.Add(name) : tooLong.Remove(name);
            }
            else if (required.ContainsKey(name))
            {
                if (!IsOfItsType(name, property.Value))
                {
                    return false;
                }

                required[name] = IsGood(name, property.Value, latestTimestamp);
            }
        }

        return tooLong.Count is 0 && required.Values.All(good => good);
    }

    private static bool IsOfItsType(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => name is "clientId" or "eventType" && Decoded(value.GetString) is not null,
        JsonValueKind.Number => name is "timestamp" or "versionNumber" && value.TryGetInt64(out _),
        _ => false,
    };

    private static bool IsGood(string name, JsonElement value, long latestTimestamp) => value.ValueKind is not JsonValueKind.Null && name switch
    {
        "clientId" => value.GetString() is { Length: > 0 } && !IsTooLong(value),
        "eventType" => value.GetString() is "connected" or "disconnected",
        "timestamp" => value.GetInt64() >= 0 && value.GetInt64() <= latestTimestamp,
        _ => value.GetInt64() >= 0,
    };

    private static bool IsTooLong(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && Encoding.UTF8.GetByteCount(value.GetString()!) > 2048;

    private static string? Decoded(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
