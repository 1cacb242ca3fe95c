using System.Net;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Amazon.Runtime;
using LifecycleLambda.Events;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Online;

/// <summary>Gets the connections of clients from AWS IoT. Limits the rate of the requests, and retries them.</summary>
internal sealed partial class IotDataClient : IDisposable
{
    private const int Attempts = 8;
    private const string Advice = "Check --iot-endpoint";

    private readonly GetConnectionCall _call;
    private readonly TokenBucketRateLimiter _rate;

    /// <param name="endpoint">The account's data endpoint.</param>
    /// <param name="credentials">The credentials.</param>
    /// <param name="region">The Region of the signature.</param>
    /// <param name="requestsPerSecond">The most requests per second, including retries.</param>
    internal IotDataClient(Uri endpoint, AWSCredentials credentials, string region, int requestsPerSecond)
    {
        _call = new GetConnectionCall(endpoint, credentials, region);
        var tokens = Math.Max(1, requestsPerSecond / 20);
        _rate = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / requestsPerSecond),
            QueueLimit = int.MaxValue,
        });
    }

    /// <summary>The longest wait before the first retry. Each further wait is twice as long.</summary>
    internal TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Connects with the user's credentials to an endpoint as <c>aws iot describe-endpoint</c> prints it, or to a URL. An endpoint
    /// on this machine needs no credentials.</summary>
    /// <exception cref="UserErrorException">The endpoint isn't valid, or there are no credentials or no Region for it.</exception>
    internal static async Task<IotDataClient> CreateAsync(string endpoint, int requestsPerSecond, CancellationToken cancellationToken)
    {
        var text = endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"https://{endpoint}";
        if (!AwsSettings.IsEndpoint(text, out var uri) || uri.PathAndQuery is not "/")
        {
            throw new UserErrorException($"Can't use the endpoint {endpoint.Escaped()}: it isn't the address of an AWS IoT data endpoint. "
                + "Pass the output of: aws iot describe-endpoint --endpoint-type iot:Data-ATS --query endpointAddress --output text");
        }

        var credentials = await UserCredentials.FindAsync(cancellationToken)
            ?? (uri.IsLoopback ? EngineConnection.LocalCredentials : await UserCredentials.ReadFromMachineAsync(cancellationToken));
        var region = RegionInHost.Match(uri.Host) is { Success: true } match ? match.Groups["region"].Value : AwsSettings.Region();
        if (region is null && !uri.IsLoopback)
        {
            throw new UserErrorException(
                $"Can't connect to {uri.Host}: your settings name no Region. Set AWS_REGION or the profile's region.");
        }

        return new IotDataClient(uri, credentials, region ?? EngineConnection.LocalRegion, requestsPerSecond);
    }

    /// <summary>Gets a client's connection. Retries if AWS IoT throttles, fails or can't be reached.</summary>
    /// <exception cref="UserErrorException">AWS IoT rejected the request, or every attempt failed.</exception>
    internal async Task<ConnectionStatus> GetConnectionAsync(string clientId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var turn = await _rate.AcquireAsync(1, cancellationToken);
            var (status, problem, advice) = await TryAsync(clientId, cancellationToken);
            if (status is not null)
            {
                return status;
            }

            if (attempt is Attempts)
            {
                throw Failure(clientId, $"{problem}, {Attempts} times in a row", advice);
            }

            await Task.Delay(Backoff * (1 << (attempt - 1)) * (0.5 + (Random.Shared.NextDouble() / 2)), cancellationToken);
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _rate.Dispose();
    }

    /// <summary>Returns the connection, or a problem that a retry can solve.</summary>
    private async Task<(ConnectionStatus? Status, string Problem, string Advice)> TryAsync(
        string clientId, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _call.SendAsync(clientId, cancellationToken);
            return Read(clientId, response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is not HttpRequestError.SecureConnectionError)
        {
            return (null, UserErrorException.OneLine(exception), Advice);
        }
        catch (HttpRequestException exception)
        {
            throw Failure(clientId, UserErrorException.OneLine(exception), Advice);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            return (null, "it doesn't respond", Advice);
        }
    }

    private (ConnectionStatus? Status, string Problem, string Advice) Read(string clientId, HttpResponseMessage response, byte[] body)
    {
        var (type, message) = ReadError(response, body);
        var problem = $"it returned HTTP {(int)response.StatusCode}{(type is "" ? "" : $" ({type})")}";
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return (ConnectionStatus.Read(body) ?? throw Failure(clientId, "its response isn't from AWS IoT", Advice), "", "");
            // A web server's page about a missing file, or a Region without this operation, must not count as a disconnected client.
            case HttpStatusCode.NotFound when type is "ResourceNotFoundException" || (type is "" && body is ([] or [(byte)'{', ..])):
                return (new ConnectionStatus(LifecycleEventType.Disconnected), "", "");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when AboutCredentials.IsMatch($"{type} {message}"):
                throw Failure(clientId, problem, "AWS rejected your credentials or the signature. Renew the credentials, check the Region "
                    + "and this machine's clock. The credentials need the permission iot:GetConnection");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw Failure(clientId, problem, "Your credentials need the permission iot:GetConnection on this client");
            case HttpStatusCode.TooManyRequests:
            case HttpStatusCode.BadRequest when type.Contains("Throttling", StringComparison.Ordinal):
                return (null, problem, "Lower --rate");
            case HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                return (null, problem, "Run this again later");
            default:
                throw Failure(clientId, problem, Advice);
        }
    }

    /// <summary>Returns the error's type, or an empty text, and AWS's message. Don't show the message: it can quote the caller's name.
    /// </summary>
    private static (string Type, string? Message) ReadError(HttpResponseMessage response, byte[] body)
    {
        var type = response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.First() : null;
        try
        {
            var json = JsonPayload.Parse(body);
            return (TypeName.Match(type ?? json.Text("__type") ?? json.Text("code") ?? "").Value, json.Text("message"));
        }
        catch (InvalidLifecycleEventException)
        {
            return (TypeName.Match(type ?? "").Value, null);
        }
    }

    private UserErrorException Failure(string clientId, string problem, string advice) =>
        new($"Can't get the connection of client {clientId.Escaped()} from {_call.Endpoint.Authority}: {problem}. {advice}.");

    [GeneratedRegex(@"\.iot(-fips)?\.(?<region>[a-z]{2}(-[a-z]+)+-[0-9])\.")]
    private static partial Regex RegionInHost { get; }

    // Such as ForbiddenException:http://… or com.amazonaws.iot#ForbiddenException.
    [GeneratedRegex("(?<=^|#)[A-Za-z]{1,60}(?=$|:)")]
    private static partial Regex TypeName { get; }

    // A message about a missing permission names the client, whose id can contain these words.
    [GeneratedRegex(
        "^(?!.*(AccessDenied|authorized to perform)).*(signature|token|expired|credential|access key)", RegexOptions.IgnoreCase)]
    private static partial Regex AboutCredentials { get; }
}
