namespace LifecycleLambda.Tests.Support;

/// <summary>Tests that run the host in this process, one after the other: it sets _X_AMZN_TRACE_ID for the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class HostInThisProcess
{
    internal const string Name = "The host in this process";
}
