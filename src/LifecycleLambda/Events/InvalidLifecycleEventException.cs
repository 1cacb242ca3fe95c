namespace LifecycleLambda.Events;

/// <summary>
/// The payload isn't a lifecycle event (outcome Invalid). The message names the field and never includes its value, because the message
/// appears in logs and in the failed-events queue.
/// </summary>
public sealed class InvalidLifecycleEventException : Exception
{
    /// <summary>Creates the exception for one field.</summary>
    /// <param name="field">The field's name, or <c>payload</c> for the payload as a whole.</param>
    /// <param name="problem">The problem, without the field's value.</param>
    public InvalidLifecycleEventException(string field, string problem)
        : base($"Not a lifecycle event: {field} {problem}.") => Field = field;

    /// <summary>The name of the invalid field, or <c>payload</c> for the payload as a whole.</summary>
    public string Field { get; }
}
