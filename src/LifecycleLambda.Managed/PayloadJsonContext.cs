using System.Text.Json;
using System.Text.Json.Serialization;

namespace LifecycleLambda.Managed;

/// <summary>
/// The types of <see cref="Function.FunctionHandler"/>, without reflection. The depth is not limited here, so that the handler refuses
/// what is nested too deeply, and logs it, as it does on every host.
/// </summary>
[JsonSourceGenerationOptions(MaxDepth = int.MaxValue)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonElement?))]
internal sealed partial class PayloadJsonContext : JsonSerializerContext;
