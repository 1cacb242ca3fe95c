using System.Net;

namespace LifecycleLambda.DynamoDb;

/// <summary>
/// The AWS SDKs' standard mode: which failures pass, and how long to wait before the next attempt
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
/// </summary>
internal static class RetryPolicy
{
    /// <summary>The first attempt and four more.</summary>
    internal const int Attempts = 5;

    private static readonly TimeSpan ThrottledWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TransientWait = TimeSpan.FromMilliseconds(25);

    private static readonly HashSet<string> ThrottlingCodes =
    [
        "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "LimitExceededException",
        "TransactionInProgressException", "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete",
    ];

    /// <summary>Whether another attempt can succeed where this one failed.</summary>
    internal static bool IsTransient(Exception failure) => failure switch
    {
        DynamoDbException refusal => refusal.Status >= HttpStatusCode.InternalServerError || IsThrottling(refusal)
            || refusal.Code is "ReplicatedWriteConflictException" or "RequestTimeout" or "RequestTimeoutException",
        TimeoutException or HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>A random wait of up to 1, 2, 4 and 8 s after throttling, of up to 25 to 200 ms after anything else.</summary>
    /// <param name="failure">What the attempt ended with.</param>
    /// <param name="attempt">Attempts so far, from 1.</param>
    internal static TimeSpan WaitAfter(Exception failure, int attempt)
    {
        var longest = failure is DynamoDbException refusal && IsThrottling(refusal) ? ThrottledWait : TransientWait;
        return longest * (1 << (attempt - 1)) * Random.Shared.NextDouble();
    }

    private static bool IsThrottling(DynamoDbException refusal) =>
        refusal.Status is HttpStatusCode.TooManyRequests || (refusal.Code is { } code && ThrottlingCodes.Contains(code));
}
