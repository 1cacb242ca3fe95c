using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Tests.Trust;

/// <summary>What goes wrong between the function and DynamoDB, and what becomes of the event.</summary>
/// <param name="Fault">For a person who looks it up.</param>
/// <param name="Requests">How many of them DynamoDB gets.</param>
/// <param name="Outcome">What the log line says.</param>
/// <param name="Reason">What the error says, where it failed.</param>
/// <param name="Faults">What each request meets; the last one stays.</param>
internal sealed record DynamoDbFaultCase(string Fault, int Requests, string Outcome, string Reason, params DynamoDbFault[] Faults)
{
    /// <summary>The row of the page.</summary>
    public override string ToString() => $"| {Fault} | {Requests} | {Outcome} | {Reason} |";
}
