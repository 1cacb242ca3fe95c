using System.Text.Json.Serialization;

namespace LifecycleLambda.Events;

/// <summary>Source-generated, so that reading an event needs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LifecycleEventPayload))]
internal sealed partial class LifecycleJsonContext : JsonSerializerContext;
