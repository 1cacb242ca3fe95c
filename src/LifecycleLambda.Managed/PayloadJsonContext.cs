using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Managed;

/// <summary>
/// The payload of <see cref="Function.FunctionHandler"/>, without reflection. The depth is not limited, because the serializer's exception
/// would fail the invocation without a log line.
/// </summary>
[JsonSourceGenerationOptions(MaxDepth = int.MaxValue)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PayloadJsonContext : JsonSerializerContext;
