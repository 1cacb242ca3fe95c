using System.Net;
using LifecycleLambda.DynamoDb;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Tests.Presence;

/// <summary>
/// The sentence for each exception that a write can end in. The same faults on a real connection are in Trust; which exception a broken connection
/// ends in depends there on the moment at which it breaks.
/// </summary>
public sealed class WriteFailureSentenceTests
{
    private static readonly (Exception Exception, string Sentence)[] Cases =
    [
        (new OperationCanceledException(), "before the invocation's deadline"),
        (new DynamoDbException(HttpStatusCode.BadRequest, "ResourceNotFoundException", "r1"), "it does not exist in this region"),
        (new DynamoDbException(HttpStatusCode.BadRequest, "AccessDeniedException", "r1"), "dynamodb:UpdateItem"),
        (new DynamoDbException(HttpStatusCode.BadRequest, "ThrottlingException", "r1"), "DynamoDB answered ThrottlingException (HTTP 400, request r1)"),
        (new DynamoDbException(HttpStatusCode.BadRequest, "ThrottlingException", ""), "request unknown"),
        (new DynamoDbException(HttpStatusCode.BadGateway), "DynamoDB answered HTTP 502"),
        (new TimeoutException(), "did not answer in time"),
        (new HttpRequestException(HttpRequestError.ConnectionError), "could not be reached (ConnectionError)"),
        (new HttpRequestException(HttpRequestError.SecureConnectionError), "could not be reached (SecureConnectionError)"),
        (new HttpRequestException(HttpRequestError.ResponseEnded), "the connection to DynamoDB broke off before an answer"),
        (new IOException("reset"), "broke off before an answer."),
        (new MissingCredentialsException(), "there are no credentials"),
        (new FormatException(), "FormatException"),
    ];

    public static TheoryData<string> Sentences() => [.. Cases.Select(entry => entry.Sentence)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_says_what_failed(string sentence)
    {
        var exception = Cases.Single(entry => entry.Sentence == sentence).Exception;
        var failure = WriteFailure.From(exception, "presence");

        Assert.StartsWith("The table presence was not written: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Same(exception, failure.InnerException);
    }
}
