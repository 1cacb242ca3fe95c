using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using LifecycleLambda.Local.DynamoDb;

namespace LifecycleLambda.Local.Online;

/// <summary>Sends one signed <c>GetConnection</c> request
/// (https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_GetConnection.html). The package AWSSDK.IotData has this operation and
/// can replace this class. The package isn't in every registry.</summary>
internal sealed class GetConnectionCall(Uri endpoint, AWSCredentials credentials, string region) : IDisposable
{
    // .NET's default proxy is LoopbackBypass. See Program.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = EngineConnection.AttemptTimeout,
        MaxResponseContentBufferSize = 1 << 20,
    };

    private readonly AmazonDynamoDBConfig _signing = new() { AuthenticationServiceName = "iotdata", AuthenticationRegion = region };

    internal Uri Endpoint => endpoint;

    internal async Task<HttpResponseMessage> SendAsync(string clientId, CancellationToken cancellationToken)
    {
        // Without this option, .NET would change some escaped characters, and the signature wouldn't match.
        var exactly = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var path = $"/connections/{Uri.EscapeDataString(clientId)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint.GetLeftPart(UriPartial.Authority) + path, exactly));
        foreach (var (name, value) in await SignAsync(clientId))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Returns the headers of the signed request.</summary>
    private async Task<IDictionary<string, string>> SignAsync(string clientId)
    {
        using var request = new DefaultRequest(new GetConnectionRequest(), _signing.AuthenticationServiceName)
        {
            HttpMethod = "GET",
            Endpoint = endpoint,
            ResourcePath = "/connections/{clientId}",
        };
        request.AddPathResource("{clientId}", clientId);
        // Read the credentials for each request, because they can expire during a long run.
        var current = await credentials.GetCredentialsAsync();
        if (current.UseToken)
        {
            // The signature covers only headers that are set before signing.
            request.Headers["X-Amz-Security-Token"] = current.Token;
        }

        var signature = new AWS4Signer().SignRequest(request, _signing, null, current.AccessKey, current.SecretKey);
        request.Headers["Authorization"] = signature.ForAuthorizationHeader;
        return request.Headers;
    }

    private sealed class GetConnectionRequest : AmazonWebServiceRequest;
}
