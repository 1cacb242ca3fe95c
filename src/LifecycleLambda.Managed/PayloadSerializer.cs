using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace LifecycleLambda.Managed;

/// <summary>Parses the payload with the options of <see cref="PayloadJsonContext"/>; the base class would use its own.</summary>
internal sealed class PayloadSerializer : SourceGeneratorLambdaJsonSerializer<PayloadJsonContext>
{
    /// <summary>A copy, because the base class binds the options to a context that it makes itself.</summary>
    protected override JsonSerializerOptions CreateDefaultJsonSerializationOptions() => new(PayloadJsonContext.Default.Options);
}
