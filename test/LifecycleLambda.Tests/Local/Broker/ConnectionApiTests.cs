using System.Net;
using MQTTnet;

namespace LifecycleLambda.Tests.Local.Broker;

public sealed class ConnectionApiTests(EngineFixture engine)
{
    [Theory]
    [InlineData("plant/line 3/gerät")]
    [InlineData("a%2Fb?x=1&y")]
    [InlineData("100%")]
    [InlineData("温度計/①")]
    public async Task Client_is_found_by_its_encoded_id(string clientId)
    {
        await using var broker = await StartAsync();
        var client = await broker.ConnectAsync(clientId);
        var connect = await broker.NextAsync();

        var (_, online) = await GetAsync(broker, Uri.EscapeDataString(clientId));
        await client.DisconnectAsync(cancellationToken: Cancellation);
        var disconnect = await broker.NextAsync();
        var (_, offline) = await GetAsync(broker, $"{Uri.EscapeDataString(clientId)}?includeSocketInformation=true");

        AssertJson(new { clientId, connected = true, connectedSince = connect.Timestamp }, online);
        AssertJson(
            new
            {
                clientId,
                connected = false,
                disconnectedSince = Math.Max(disconnect.Timestamp, connect.Timestamp + 1),
                disconnectReason = "CLIENT_INITIATED_DISCONNECT",
            },
            offline);
    }

    [Theory]
    [InlineData("device%2F1", 404, "ResourceNotFoundException")]
    [InlineData("device/1", 404, "UnknownOperationException")]
    [InlineData("", 400, "InvalidRequestException")]
    [InlineData("%24GEN", 400, "InvalidRequestException")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567%C3%A4", 400, "InvalidRequestException")]
    public async Task Error_has_the_status_and_type_that_AWS_documents(string path, int status, string type)
    {
        await using var broker = await StartAsync();

        var (response, body) = await GetAsync(broker, path);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(type, response.Headers.GetValues("x-amzn-errortype").Single());
        Assert.NotEmpty($"{body["message"]}");
    }

    private Task<BrokerUnderTest> StartAsync() => BrokerUnderTest.StartAsync(engine, ports: ports => ports with { Api = 0 });

    private static async Task<(HttpResponseMessage Response, JsonNode Body)> GetAsync(BrokerUnderTest broker, string path)
    {
        using var http = new HttpClient();
        var response = await http.GetAsync($"http://127.0.0.1:{broker.Run.Ports.Api}/connections/{path}", Cancellation);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    private static void AssertJson<T>(T expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(expected), actual), $"{actual}");
}
