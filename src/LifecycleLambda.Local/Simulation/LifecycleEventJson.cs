using System.Text.Json;
using System.Text.Json.Serialization;
using LifecycleLambda.Events;

namespace LifecycleLambda.Local.Simulation;

/// <summary>Writes an event as AWS IoT Core does.</summary>
internal static class LifecycleEventJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static byte[] ToJson(this LifecycleEvent lifecycleEvent) => JsonSerializer.SerializeToUtf8Bytes(lifecycleEvent, Options);
}
