using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>Writes an event's JSON as AWS IoT Core does. Only the local run and the tests use this, not the function.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LifecycleEvent))]
internal sealed partial class LifecycleEventJson : JsonSerializerContext;
