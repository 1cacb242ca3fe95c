namespace LifecycleLambda.Events;

/// <summary>
/// The payload is not a lifecycle event: the outcome Invalid. The message names the field and never echoes the
/// payload: it ends in logs and in the failed-events queue.
/// </summary>
public sealed class InvalidLifecycleEventException : Exception
{
    /// <summary>A payload whose field cannot be accepted.</summary>
    /// <param name="field">The field's name, or <c>payload</c> for the whole.</param>
    /// <param name="problem">What is wrong with it, without its value.</param>
    public InvalidLifecycleEventException(string field, string problem)
        : base($"Not a lifecycle event: {field} {problem}.") => Field = field;

    /// <summary>The field that is wrong, or <c>payload</c> for the whole.</summary>
    public string Field { get; }
}
