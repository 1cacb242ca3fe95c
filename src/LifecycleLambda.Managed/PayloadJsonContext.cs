using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Managed;

/// <summary>
/// Describes the payload of <see cref="Function.FunctionHandler"/> without reflection. The depth isn't limited, because an exception of
/// the serializer would fail the invocation without a log line.
/// </summary>
[JsonSourceGenerationOptions(MaxDepth = int.MaxValue)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PayloadJsonContext : JsonSerializerContext;
