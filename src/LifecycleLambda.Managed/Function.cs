using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Amazon.Lambda.Core;
using LifecycleLambda.Events;
using LifecycleLambda.Managed;
using LifecycleLambda.Presence;

[assembly: LambdaSerializer(typeof(PayloadSerializer))]

namespace LifecycleLambda.Managed;

/// <summary>
/// The function as a class library on AWS's managed runtime, which makes one instance per sandbox. Handler:
/// <c>LifecycleLambda.Managed::LifecycleLambda.Managed.Function::FunctionHandler</c>.
/// </summary>
[SuppressMessage("Naming", "CA1716", Justification = "The name that AWS's templates and documentation give the class; only AWS's runtime uses it.")]
public sealed class Function
{
    private readonly LifecycleHandler _handler;

    /// <summary>For AWS Lambda: composes the function from its environment and opens its connection, while there is a whole processor for it.</summary>
    /// <exception cref="SettingException">A setting is missing or malformed.</exception>
    public Function()
        // Not Console.Out, which AWS's runtime replaces by a writer that puts its own envelope around each line.
        : this(LifecycleHandler.StartAsync(Environment.GetEnvironmentVariable, Console.OpenStandardOutput()).GetAwaiter().GetResult())
    {
    }

    /// <summary>For tests.</summary>
    /// <param name="handler">Stays the caller's to dispose of.</param>
    public Function(LifecycleHandler handler) => _handler = handler;

    /// <summary>Handles one invocation.</summary>
    /// <param name="payload">Any JSON: what it is to be is for <see cref="LifecycleHandler"/> to say.</param>
    /// <param name="context">Gives the request id and the time that is left.</param>
    /// <returns>The handler's answer; <see langword="null"/> where it has none.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload is not a lifecycle event; nothing was written.</exception>
    /// <exception cref="PresenceTableException">The table could not be written; the event must be delivered again.</exception>
    public async Task<JsonElement?> FunctionHandler(JsonElement payload, ILambdaContext context)
    {
        using var deadline = InvocationDeadline.Start(context.RemainingTime, TimeProvider.System, Margin(context.MemoryLimitInMB));
        var answer = await _handler.HandleAsync(Utf8(payload), context.AwsRequestId, deadline.Token);
        return answer.IsEmpty ? null : JsonElement.Parse(answer.Span);
    }

    // A failure's exception is compiled and written out by the runtime, at the memory's share of a processor: 2 s at 128 MB, 1 s at 256.
    private static TimeSpan Margin(int megabytes) => InvocationDeadline.DefaultMargin * Math.Clamp(512.0 / Math.Max(megabytes, 1), 1, 4);

    // An element that was never parsed has no text, which the handler refuses like any other payload that is none.
    private static byte[] Utf8(JsonElement payload) =>
        payload.ValueKind is JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(payload).ToArray();
}
