using System.Diagnostics.CodeAnalysis;
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
[SuppressMessage(
    "Naming", "CA1716", Justification = "AWS's templates and documentation use this name, and only AWS's runtime refers to it.")]
public sealed class Function
{
    private readonly LifecycleHandler _handler;

    /// <summary>
    /// Called by Lambda during initialization, while the function has a full vCPU: reads the settings and connects to DynamoDB.
    /// </summary>
    /// <exception cref="SettingException">A setting is missing or malformed.</exception>
    public Function()
        // The log can't use Console.Out, because AWS's runtime replaces it with a writer that wraps each line in another format.
        : this(LifecycleHandler.StartAsync(Environment.GetEnvironmentVariable, Console.OpenStandardOutput()).GetAwaiter().GetResult())
    {
    }

    /// <summary>Creates a function for tests.</summary>
    /// <param name="handler">The handler, which the caller disposes of.</param>
    public Function(LifecycleHandler handler) => _handler = handler;

    /// <summary>Handles one invocation. The serializer parses the payload once, and AWS's runtime copies the response stream.</summary>
    /// <param name="payload">Any JSON; <see cref="LifecycleHandler"/> validates it.</param>
    /// <param name="context">Contains the request id and the remaining time.</param>
    /// <returns>The handler's response, as JSON.</returns>
    /// <exception cref="InvalidLifecycleEventException">The payload isn't valid; nothing was written.</exception>
    /// <exception cref="PresenceTableException">The table could not be written; the event must be delivered again.</exception>
    /// <exception cref="FailedBatchException">Every message of the batch failed; all of them must be delivered again.</exception>
    public async Task<Stream> FunctionHandler(JsonElement payload, ILambdaContext context)
    {
        using var deadline = InvocationDeadline.Start(context.RemainingTime, TimeProvider.System, Margin(context.MemoryLimitInMB));
        var response = await _handler.HandleAsync(payload, context.AwsRequestId, deadline.Token);
        return new MemoryStream(response.ToArray());
    }

    // The managed runtime needs about 2 s (128 MB) or 1 s (256 MB) to report an exception, so smaller functions stop earlier.
    private static TimeSpan Margin(int megabytes) => InvocationDeadline.DefaultMargin * Math.Clamp(512.0 / Math.Max(megabytes, 1), 1, 4);
}
