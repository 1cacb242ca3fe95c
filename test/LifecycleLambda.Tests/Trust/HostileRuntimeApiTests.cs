using System.Text;
using LifecycleLambda.Bootstrap;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Trust;

/// <summary>
/// Whatever the Runtime API does: an event is handled at most once, a failed one is never answered, and a program that can't go on
/// ends with an error, which makes Lambda deliver the event again.
/// </summary>
[Collection(HostInThisProcess.Name)]
public sealed class HostileRuntimeApiTests(EngineFixture engine)
{
    public static TheoryData<string> Names() => [.. HostileRuntimeApiCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Function_reports_or_ends_and_handles_no_event_twice(string name)
    {
        var expected = HostileRuntimeApiCases.All[name];
        var table = await engine.CreateTableAsync();
        await using var runtimeApi = new HostileRuntimeApi()
            .To("next", expected.Next).To("response", expected.Response).To("error", expected.Error);
        using var output = new MemoryStream();
        using var stopping = new CancellationTokenSource();
        var variables = table.Connection.FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Address;
        foreach (var pair in expected.Environment.Chunk(2))
        {
            variables[pair[0]] = pair[1];
        }

        var host = FunctionHost.RunAsync(variables.GetValueOrDefault, output, cancellationToken: stopping.Token);
        await Task.WhenAny(host, runtimeApi.Idle);
        await stopping.CancelAsync();

        Assert.Equal(expected.ExitCode, await host);
        Assert.Equal(expected.Requests, string.Join(' ', runtimeApi.Requests.Select(request => request.Kind)));
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Handled, lines.Count(line => line.Contains("\"outcome\"", StringComparison.Ordinal)));
        Assert.Equal(expected.ExitCode, lines.Count(line => line.Contains("\"FATAL\"", StringComparison.Ordinal)));
        // Success is claimed for what is stored, and for nothing else.
        var isStored = await table.GetAsync("device") is not null;
        Assert.Equal(isStored, expected.Requests.Contains("response", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_answer_is_reported_by_a_message_that_says_so()
    {
        var table = await engine.CreateTableAsync();
        await using var runtimeApi = new HostileRuntimeApi()
            .To("next", HostileRuntimeApiCases.All["nothing special"].Next).To("response", HostileAnswer.Status(413));
        using var stopping = new CancellationTokenSource();
        var variables = table.Connection.FunctionEnvironment().ToDictionary();
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi.Address;

        var host = FunctionHost.RunAsync(variables.GetValueOrDefault, Stream.Null, cancellationToken: stopping.Token);
        await Task.WhenAny(host, runtimeApi.Idle);
        await stopping.CancelAsync();

        Assert.Equal(0, await host);
        Assert.Contains(runtimeApi.Requests, request =>
            request.Path is "/2018-06-01/runtime/invocation/id/error" && request.Body.Contains("The Runtime API refused the answer.", StringComparison.Ordinal));
    }
}
