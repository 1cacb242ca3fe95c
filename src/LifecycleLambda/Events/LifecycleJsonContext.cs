using System.Text.Json.Serialization;
using LifecycleLambda.Sqs;

namespace LifecycleLambda.Events;

/// <summary>Source-generated, so that reading needs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LifecycleEventPayload))]
[JsonSerializable(typeof(SqsBatchPayload))]
[JsonSerializable(typeof(StreamRecordPayload))]
internal sealed partial class LifecycleJsonContext : JsonSerializerContext;
