using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>Writes an event as AWS IoT Core does. The function itself never writes one: only the local run and the tests do.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LifecycleEvent))]
internal sealed partial class LifecycleEventJson : JsonSerializerContext;
