using LifecycleLambda.Benchmarks.Floor;
using LifecycleLambda.Connection;

// As the function: no second thread for what arrives on a socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

Func<string, string?> environment = Environment.GetEnvironmentVariable;
using var http = new HttpClient(new SocketsHttpHandler
{
    UseProxy = false,
    UseCookies = false,
    AllowAutoRedirect = false,
    ActivityHeadersPropagator = null,
    SslOptions = environment("AWS_ENDPOINT_URL_DYNAMODB")!.StartsWith("https:", StringComparison.Ordinal) ? TrustedAuthorities.Options() : new(),
});
using var output = Console.OpenStandardOutput();
var signature = new Signature(
    environment("AWS_ACCESS_KEY_ID")!,
    environment("AWS_SECRET_ACCESS_KEY")!,
    environment("AWS_SESSION_TOKEN")!,
    environment("AWS_REGION")!);
using var table = new Table(http, new Uri(environment("AWS_ENDPOINT_URL_DYNAMODB")!), signature, environment("PRESENCE_TABLE_NAME")!);
using var log = new MetricLog(output, environment("AWS_LAMBDA_FUNCTION_NAME")!);
await new Loop(http, environment("AWS_LAMBDA_RUNTIME_API")!).RunAsync(async (payload, requestId) =>
{
    var lifecycleEvent = Event.Parse(payload);
    var applied = await table.ApplyAsync(lifecycleEvent);
    log.Write(lifecycleEvent, applied ? "Applied" : "Stale", requestId);
    return applied;
});
