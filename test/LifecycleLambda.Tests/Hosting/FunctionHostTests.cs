using System.Text;
using LifecycleLambda.Bootstrap;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Hosting;

/// <summary>The real start-up and loop inside this process.</summary>
[Collection(HostInThisProcess.Name)]
public sealed class FunctionHostTests(EngineFixture engine)
{
    [Fact]
    public async Task Serves_events_until_it_is_told_to_stop()
    {
        var table = await engine.CreateTableAsync();
        await using var runtimeApi = await RuntimeApiEmulator.StartAsync(TestContext.Current.CancellationToken);
        using var output = new MemoryStream();
        using var stopping = new CancellationTokenSource();
        var host = FunctionHost.RunAsync(Environment(table, runtimeApi.Address), output, cancellationToken: stopping.Token);

        Assert.Equal(Outcome.Applied, OutcomeIn((await runtimeApi.Enqueue(Connected(1).ToJson(), FunctionUnderTest.Timeout).Result).Body));
        Assert.StartsWith("Root=1-", System.Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"), StringComparison.Ordinal);
        await stopping.CancelAsync();

        Assert.Equal(0, await host);
        Assert.Contains("\"outcome\":\"Applied\"", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_runtime_api_it_says_how_to_run_locally()
    {
        using var output = new MemoryStream();

        Assert.Equal(1, await FunctionHost.RunAsync(_ => null, output, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("src/LifecycleLambda.Local", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_up_failure_ends_it_even_if_the_report_is_lost()
    {
        using var closed = new SilentServer();
        closed.Dispose();
        using var output = new MemoryStream();

        var exitCode = await FunctionHost.RunAsync(
            name => name is "AWS_LAMBDA_RUNTIME_API" ? closed.Endpoint.Authority : null, output, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, exitCode);
        Assert.Contains("PRESENCE_TABLE_NAME is not set", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    private static Func<string, string?> Environment(TestTable table, string runtimeApi)
    {
        var variables = table.Connection.FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        return name => variables.GetValueOrDefault(name);
    }
}
