namespace LifecycleLambda;

/// <summary>A setting is missing or malformed: the function cannot start.</summary>
public sealed class SettingException : Exception
{
    /// <summary>A setting that cannot be used.</summary>
    /// <param name="variable">The environment variable.</param>
    /// <param name="problem">What is wrong: the value and the allowed range.</param>
    public SettingException(string variable, string problem)
        : base($"{variable} {problem}") => Variable = variable;

    /// <summary>The environment variable.</summary>
    public string Variable { get; }
}
