using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>Writes an event's JSON as AWS IoT Core does. Only the local run and the tests use this, not the function.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EventTypeConverter)])]
[JsonSerializable(typeof(LifecycleEvent))]
internal sealed partial class LifecycleEventJson : JsonSerializerContext
{
    /// <summary>Writes <c>connected</c> and <c>disconnected</c>. An attribute of the enum would add 60 KB to the native program.</summary>
    internal sealed class EventTypeConverter() : JsonStringEnumConverter<LifecycleEventType>(JsonNamingPolicy.CamelCase);
}
