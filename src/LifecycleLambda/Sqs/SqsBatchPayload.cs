using System.Text.Json.Serialization;

namespace LifecycleLambda.Sqs;

/// <summary>What Lambda hands over for an SQS event source mapping.</summary>
internal sealed record SqsBatchPayload
{
    [JsonPropertyName("Records")]
    public SqsMessage?[]? Records { get; init; }
}
