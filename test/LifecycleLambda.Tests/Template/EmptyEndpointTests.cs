using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LifecycleLambda.Tests.Template;

/// <summary>sam local turns a declared variable that is unset into an empty one.</summary>
public sealed class EmptyEndpointTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_program_starts_with_an_empty_AWS_ENDPOINT_URL_DYNAMODB()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(LongEnough);
        using var runtimeApi = new TcpListener(IPAddress.Loopback, 0);
        runtimeApi.Start();
        using var program = Process.Start(Program(runtimeApi.LocalEndpoint.ToString()!))!;
        try
        {
            using var connection = await runtimeApi.AcceptTcpClientAsync(timeout.Token);
            using var reader = new StreamReader(connection.GetStream());

            // A start-up failure would be reported first: POST /2018-06-01/runtime/init/error.
            Assert.Equal("GET /2018-06-01/runtime/invocation/next HTTP/1.1", await reader.ReadLineAsync(timeout.Token));
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(timeout.Token);
        }
    }

    private static ProcessStartInfo Program(string runtimeApi) => new("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "bootstrap.dll") },
        Environment =
        {
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["PRESENCE_TABLE_NAME"] = "Presence",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = "",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "none",
            ["AWS_SECRET_ACCESS_KEY"] = "none",
        },
        RedirectStandardOutput = true,
    };
}
