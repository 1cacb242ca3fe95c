using System.Text.Json.Nodes;

namespace LifecycleLambda.Local.Aws;

/// <summary>An event on the bus.</summary>
/// <param name="Kind">The one documented pattern that picks it, or <see cref="BusPipe.NoKind"/>.</param>
/// <param name="Event">Its source, detail type and detail.</param>
internal sealed record BusEvent(string Kind, JsonObject Event);
