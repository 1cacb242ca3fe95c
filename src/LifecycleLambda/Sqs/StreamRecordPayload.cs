using System.Text.Json.Serialization;

namespace LifecycleLambda.Sqs;

/// <summary>
/// A DynamoDB stream record as EventBridge Pipes sends it, as far as a confirmation needs it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
/// </summary>
internal sealed record StreamRecordPayload
{
    public StreamChange? Dynamodb { get; init; }

    internal sealed record StreamChange
    {
        [JsonPropertyName("NewImage")]
        public Image? NewImage { get; init; }
    }

    internal sealed record Image
    {
        public Value? ClientId { get; init; }

        public Value? EventType { get; init; }

        public Value? Timestamp { get; init; }

        public Value? VersionNumber { get; init; }
    }

    internal sealed record Value
    {
        [JsonPropertyName("S")]
        public string? S { get; init; }

        [JsonPropertyName("N")]
        public string? N { get; init; }
    }
}
