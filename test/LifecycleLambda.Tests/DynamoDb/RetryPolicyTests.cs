using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime.Internal;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Tests.DynamoDb;

public sealed class RetryPolicyTests
{
    /// <summary>Codes of DynamoDB and of every AWS service, and some that are none.</summary>
    public static TheoryData<string> Codes() =>
    [
        "ProvisionedThroughputExceededException", "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled",
        "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "LimitExceededException", "BandwidthLimitExceeded",
        "SlowDown", "PriorRequestNotComplete", "TransactionInProgressException", "RequestTimeout", "RequestTimeoutException",
        "ReplicatedWriteConflictException", "ConditionalCheckFailedException", "ResourceNotFoundException", "AccessDeniedException",
        "ValidationException", "UnrecognizedClientException", "ExpiredTokenException", "InvalidSignatureException",
        "MissingAuthenticationTokenException", "IncompleteSignatureException", "SerializationException",
        "ItemCollectionSizeLimitExceededException", "TransactionConflictException", "RequestExpired", "Whatever", "",
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_is_tried_again_where_the_SDK_does_so(string code)
    {
        var theirs = new StandardRetryPolicy(new AmazonDynamoDBConfig());
        var exception = new AmazonDynamoDBException("", Amazon.Runtime.ErrorType.Sender, code, "request", HttpStatusCode.BadRequest);
        var isModelled = code is "ReplicatedWriteConflictException";

        Assert.Equal(
            theirs.IsThrottlingError(exception) || theirs.IsTransientError(null, exception) || theirs.IsServiceTimeoutError(exception) || isModelled,
            RetryPolicy.IsTransient(new DynamoDbException(HttpStatusCode.BadRequest, code)));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.BadGateway, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.GatewayTimeout, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.BadRequest, false)]
    [InlineData(HttpStatusCode.Forbidden, false)]
    [InlineData(HttpStatusCode.NotFound, false)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, false)]
    public void Answer_without_a_code_is_told_by_its_status(HttpStatusCode status, bool expected) =>
        Assert.Equal(expected, RetryPolicy.IsTransient(new DynamoDbException(status)));

    [Fact]
    public void Connection_that_fails_is_tried_again()
    {
        Assert.True(RetryPolicy.IsTransient(new HttpRequestException()));
        Assert.True(RetryPolicy.IsTransient(new IOException()));
        Assert.True(RetryPolicy.IsTransient(new TimeoutException()));
        Assert.False(RetryPolicy.IsTransient(new OperationCanceledException()));
        Assert.False(RetryPolicy.IsTransient(new NotSupportedException()));
    }

    [Theory]
    [InlineData("ThrottlingException", 1, 1000)]
    [InlineData("ThrottlingException", 4, 8000)]
    [InlineData("InternalServerError", 1, 25)]
    [InlineData("InternalServerError", 4, 200)]
    public void Waits_are_random_and_grow(string code, int attempt, int mostMs)
    {
        var failure = new DynamoDbException(HttpStatusCode.InternalServerError, code);
        var waits = Enumerable.Range(0, 200).Select(_ => RetryPolicy.WaitAfter(failure, attempt).TotalMilliseconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0, mostMs));
        // Of 200 draws from a range, one is above its middle: that none is has a chance of 1 in 2 to the power of 200.
        Assert.Contains(waits, wait => wait > mostMs / 2);
        Assert.True(waits.Distinct().Count() > 1);
    }
}
