using System.Runtime.InteropServices;
using LifecycleLambda.Bootstrap;
using LifecycleLambda.Bootstrap.DynamoDb;

// What arrives on a socket is handled on the thread that noticed it: a function that does one thing at a time would only pay for
// waking another. Read once by System.Net.Sockets, which has no other switch for it.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

TrustedAuthorities.ReadTheSystemsLast(Environment.GetEnvironmentVariable);

using var stopping = new CancellationTokenSource();
using var output = Console.OpenStandardOutput();
var running = FunctionHost.RunAsync(Environment.GetEnvironmentVariable, output, cancellationToken: stopping.Token);

// Afterwards, because it starts a thread; until then SIGTERM ends the process at once, which is as good.
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});

return await running;
