using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace LifecycleLambda.Managed;

/// <summary>Parses the payload with the options of <see cref="PayloadJsonContext"/>; the base class would use its own.</summary>
internal sealed class PayloadSerializer : SourceGeneratorLambdaJsonSerializer<PayloadJsonContext>
{
    /// <summary>Returns a copy, because the base class binds the options to another context, which it creates.</summary>
    protected override JsonSerializerOptions CreateDefaultJsonSerializationOptions() => new(PayloadJsonContext.Default.Options);
}
