using System.Runtime.InteropServices;
using LifecycleLambda.Bootstrap;

using var stopping = new CancellationTokenSource();
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});

using var output = Console.OpenStandardOutput();
return await FunctionHost.RunAsync(Environment.GetEnvironmentVariable, output, cancellationToken: stopping.Token);
