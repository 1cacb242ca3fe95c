using LifecycleLambda.Presence;

namespace LifecycleLambda;

/// <summary>What an invocation answers. AWS IoT ignores it; people who invoke by hand do not.</summary>
internal static class Answers
{
    private static readonly byte[] Applied = """{"outcome":"Applied"}"""u8.ToArray();
    private static readonly byte[] Duplicate = """{"outcome":"Duplicate"}"""u8.ToArray();
    private static readonly byte[] Stale = """{"outcome":"Stale"}"""u8.ToArray();

    internal static ReadOnlyMemory<byte> For(Outcome outcome) => outcome switch
    {
        Outcome.Applied => Applied,
        Outcome.Duplicate => Duplicate,
        Outcome.Stale => Stale,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An invocation that fails has no answer."),
    };
}
