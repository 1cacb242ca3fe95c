using System.Runtime.InteropServices;
using LifecycleLambda.Bootstrap;

// What arrives on a socket is handled on the thread that noticed it: waking another costs 8 to 40 % of an event's CPU. Read once by
// System.Net.Sockets, which has no other switch for it; a value from outside wins.
const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
Environment.SetEnvironmentVariable(InlineCompletions, Environment.GetEnvironmentVariable(InlineCompletions) ?? "1");

using var stopping = new CancellationTokenSource();
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});

using var output = Console.OpenStandardOutput();
return await FunctionHost.RunAsync(Environment.GetEnvironmentVariable, output, stopping.Token);
