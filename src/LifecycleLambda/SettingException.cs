namespace LifecycleLambda;

/// <summary>A setting is missing or malformed, so the function can't start.</summary>
public sealed class SettingException : Exception
{
    /// <summary>Creates the exception for one setting.</summary>
    /// <param name="variable">The environment variable.</param>
    /// <param name="problem">The problem: the value and the allowed range.</param>
    public SettingException(string variable, string problem)
        : base($"{variable} {problem}") => Variable = variable;

    /// <summary>The environment variable.</summary>
    public string Variable { get; }
}
