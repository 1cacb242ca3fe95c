using System.Collections.Concurrent;
using LifecycleLambda.Events;
using LifecycleLambda.Local.Simulation;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Tests.Support;
using static LifecycleLambda.Tests.Support.SampleEvents;

namespace LifecycleLambda.Tests.Local;

/// <summary>The user's own credentials, towards an endpoint that the user named.</summary>
public sealed class CredentialsTests(EngineFixture engine) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Function_gets_those_of_a_profile_as_Lambda_hands_them_over()
    {
        var table = await engine.CreateTableAsync();
        await using var proxy = await FaultyDynamoDb.StartAsync(engine.Endpoint);
        var signed = new ConcurrentQueue<string>();
        proxy.Set(new DynamoDbFault(async exchange =>
        {
            var headers = exchange.Context.Request.Headers;
            signed.Enqueue($"{headers["X-Amz-Target"]} {headers.Authorization} {headers["X-Amz-Security-Token"]}");
            await DynamoDbFault.None.ApplyAsync(exchange);
        }));

        var (exitCode, output, errors) = await LocalProgram.RunAsync(
            Profile("mine"), Text(Connected(1)), "invoke", "-", "--endpoint", proxy.Endpoint.ToString(), "--table", table.Name);

        Assert.True(exitCode is 0, output + errors);
        var write = Assert.Single(signed, request => request.Contains("UpdateItem", StringComparison.Ordinal));
        Assert.Contains($"Credential={FakeCredentials.AccessKeyId}/", write, StringComparison.Ordinal);
        Assert.EndsWith(FakeCredentials.SessionToken, write, StringComparison.Ordinal);
        FakeCredentials.AssertNotIn(output + errors);
    }

    [Fact]
    public async Task Profile_that_does_not_exist_is_a_clear_error()
    {
        var (exitCode, _, errors) = await LocalProgram.RunAsync(
            Profile("another"), Text(Connected(1)), "invoke", "-", "--endpoint", engine.Endpoint.ToString());

        Assert.Equal(2, exitCode);
        Assert.Equal("error: Your AWS credentials cannot be used: Unable to find the \"another\" profile.", errors.Trim());
    }

    private KeyValuePair<string, string>[] Profile(string name)
    {
        var file = Path.Combine(_folder.FullName, "credentials");
        File.WriteAllText(file, $"""
            [mine]
            aws_access_key_id = {FakeCredentials.AccessKeyId}
            aws_secret_access_key = {FakeCredentials.SecretAccessKey}
            aws_session_token = {FakeCredentials.SessionToken}
            """);
        return [new("AWS_PROFILE", name), new("AWS_SHARED_CREDENTIALS_FILE", file)];
    }

    private static string Text(LifecycleEvent lifecycleEvent) => System.Text.Encoding.UTF8.GetString(lifecycleEvent.ToJson());
}
