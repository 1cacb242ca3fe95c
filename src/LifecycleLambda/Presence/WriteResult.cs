using System.Text.Json;

namespace LifecycleLambda.Presence;

/// <summary>The outcome of a write, with the item that refused it where the engine returned it.</summary>
internal readonly record struct WriteResult(Outcome Outcome, JsonElement? Stored);
