using System.Runtime.InteropServices;
using LifecycleLambda.Bootstrap;

// Run socket continuations on the event-loop thread, because handing them to the thread pool costs 8 to 40 % of an event's CPU time.
// System.Net.Sockets reads this variable once and has no other switch. A value that the user sets wins.
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
