namespace LifecycleLambda.Sqs;

/// <summary>One message of a batch; what it does not name is ignored.</summary>
internal sealed record SqsMessage
{
    public string? MessageId { get; init; }

    public string? EventSource { get; init; }

    public string? Body { get; init; }
}
