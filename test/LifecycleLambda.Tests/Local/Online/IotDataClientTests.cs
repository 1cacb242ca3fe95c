using Amazon.Runtime;
using LifecycleLambda.Local;
using LifecycleLambda.Local.Online;
using Microsoft.AspNetCore.Http;

namespace LifecycleLambda.Tests.Local.Online;

public sealed class IotDataClientTests : IAsyncLifetime
{
    private FakeIot _iot = null!;

    public async ValueTask InitializeAsync() => _iot = await FakeIot.StartAsync();

    public async ValueTask DisposeAsync() => await _iot.DisposeAsync();

    [Theory]
    [InlineData("sensor-17", "sensor-17")]
    [InlineData("plant/line 3/gerät", "plant%2Fline%203%2Fger%C3%A4t")]
    [InlineData("a%2Fb?x=1&y", "a%252Fb%3Fx%3D1%26y")]
    [InlineData("+*~'()!:@,;$=#", "%2B%2A~%27%28%29%21%3A%40%2C%3B%24%3D%23")]
    [InlineData("a/../b//./c\\d", "a%2F..%2Fb%2F%2F.%2Fc%5Cd")]
    [InlineData("温度\u001b😀", "%E6%B8%A9%E5%BA%A6%1B%F0%9F%98%80")]
    public async Task Request_has_the_encoded_path_with_its_signature(string clientId, string path)
    {
        using var client = Client(new SessionAWSCredentials("key", FakeIot.Secret, "token/+=="));

        await client.GetConnectionAsync(clientId, Cancellation);

        var request = Assert.Single(_iot.Requests);
        Assert.Equal($"/connections/{path}", request.Path);
        Assert.True(request.IsSigned);
        Assert.Matches("Credential=key/[0-9]{8}/eu-west-1/iotdata/aws4_request,", request.Authorization);
        Assert.Contains("x-amz-security-token", request.Authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"connected":true,"connectedSince":1764000000000,"disconnectedSince":1763000000000}""", "connected", 1764000000000)]
    [InlineData("""{"connected":false,"connectedSince":1764000000000,"disconnectedSince":1764000000001}""", "disconnected", 1764000000001)]
    [InlineData("""{"connected":true,"connectedSince":1.764E12,"thingName":null}""", "connected", 1764000000000)]
    [InlineData("""{"connected":true}""", "connected", null)]
    [InlineData("""{"connected":false,"disconnectedSince":0,"disconnectReason":""}""", "disconnected", null)]
    [InlineData("""{"connected":false,"disconnectedSince":99999999999999999,"clientId":5}""", "disconnected", null)]
    public async Task Answer_gives_the_state_with_its_time(string body, string state, long? since)
    {
        _iot.Other = FakeIot.Answer(200, body);
        using var client = Client();

        var status = await client.GetConnectionAsync("sensor-17", Cancellation);

        Assert.Equal(state, status.EventType.ToAwsName());
        Assert.Equal(since, status.Since?.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("""{"message":"No such client"}""", null)]
    [InlineData("""{"message":"No such client"}""", "ResourceNotFoundException")]
    [InlineData("""{"__type":"ResourceNotFoundException"}""", null)]
    public async Task Client_that_AWS_IoT_does_not_know_is_disconnected(string body, string? type)
    {
        _iot.Other = FakeIot.Answer(404, body, type);
        using var client = Client();

        Assert.Equal(new ConnectionStatus(LifecycleEventType.Disconnected), await client.GetConnectionAsync("sensor-17", Cancellation));
    }

    [Fact]
    public async Task Passing_faults_are_retried()
    {
        _iot.Other = FakeIot.InTurn(
            FakeIot.Answer(429, "{}", "ThrottlingException"),
            FakeIot.Reset,
            FakeIot.Answer(503, "<html>"),
            async context =>
            {
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("{\"connected\":false");
                context.Abort();
            },
            FakeIot.Connected(Noon));
        using var client = Client();

        Assert.Equal(LifecycleEventType.Connected, (await client.GetConnectionAsync("sensor-17", Cancellation)).EventType);
        Assert.Equal(5, _iot.Requests.Count);
    }

    [Theory]
    [InlineData(429, "", null, 8, "HTTP 429, 8 times in a row. Lower --rate.")]
    [InlineData(500, "{}", "InternalFailureException", 8, "HTTP 500 (InternalFailureException), 8 times in a row.")]
    [InlineData(403, """{"message":"arn:aws:sts::123456789012:assumed-role/r/me isn't allowed"}""", "ForbiddenException", 1,
        "HTTP 403 (ForbiddenException). Your credentials need the permission iot:GetConnection on this client.")]
    [InlineData(403, """{"message":"… is not authorized to perform: iot:GetConnection on resource: …:client/token"}""", null, 1,
        "HTTP 403. Your credentials need the permission iot:GetConnection on this client.")]
    [InlineData(403, """{"message":"The security token included in the request is expired"}""", "ForbiddenException", 1,
        "HTTP 403 (ForbiddenException). AWS rejected your credentials or the signature.")]
    [InlineData(403, """{"__type":"com.amazonaws#InvalidSignatureException"}""", null, 1,
        "HTTP 403 (InvalidSignatureException). AWS rejected your credentials or the signature.")]
    [InlineData(400, "{}", "InvalidRequestException", 1, "HTTP 400 (InvalidRequestException). Check --iot-endpoint.")]
    [InlineData(302, "", null, 1, "HTTP 302. Check --iot-endpoint.")]
    [InlineData(404, "<html>", null, 1, "HTTP 404. Check --iot-endpoint.")]
    [InlineData(404, "{}", "UnknownOperationException", 1, "HTTP 404 (UnknownOperationException). Check --iot-endpoint.")]
    [InlineData(200, "<html>", null, 1, "its response isn't from AWS IoT.")]
    [InlineData(200, "[]", null, 1, "its response isn't from AWS IoT.")]
    [InlineData(200, """{"connected":"true"}""", null, 1, "its response isn't from AWS IoT.")]
    public async Task Lasting_fault_is_an_error_with_advice(int status, string body, string? type, int requests, string problem)
    {
        _iot.Other = FakeIot.Answer(status, body, type);
        using var client = Client();

        var error = await Assert.ThrowsAsync<UserErrorException>(() => client.GetConnectionAsync("sensor-17", Cancellation));

        Assert.StartsWith("Can't get the connection of client sensor-17 from 127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("arn:", error.Message, StringComparison.Ordinal);
        Assert.Equal(requests, _iot.Requests.Count);
    }

    [Fact]
    public async Task Rate_is_never_exceeded()
    {
        using var client = Client(requestsPerSecond: 100);
        var start = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => client.GetConnectionAsync($"{i}", Cancellation)));

        // Up to 5 requests start every 50 ms, beginning now.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, 200, double.MaxValue);
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_reached_is_an_error()
    {
        using var client = Client(endpoint: new Uri("http://127.0.0.1:0"));

        var error = await Assert.ThrowsAsync<UserErrorException>(() => client.GetConnectionAsync("sensor-17", Cancellation));

        Assert.Contains("8 times in a row. Check --iot-endpoint.", error.Message, StringComparison.Ordinal);
    }

    private IotDataClient Client(AWSCredentials? credentials = null, Uri? endpoint = null, int requestsPerSecond = 1000) =>
        new(endpoint ?? _iot.Endpoint, credentials ?? EngineConnection.LocalCredentials, "eu-west-1", requestsPerSecond)
        {
            Backoff = TimeSpan.FromMilliseconds(1),
        };
}
