namespace LifecycleLambda.Tests.Support;

/// <summary>
/// Tests that run beside no other: they need a start that opens its connection within its limit of one second, which a processor that
/// is busy with other tests does not give it.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "Alone";
}
