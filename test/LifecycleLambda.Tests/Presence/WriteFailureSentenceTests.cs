using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LifecycleLambda.Presence;
using LifecycleLambda.Tests.Support;

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
        (new TaskCanceledException("HttpClient's", new TimeoutException()), "DynamoDB did not answer in time."),
        (Refusal("ResourceNotFoundException"), "DynamoDB answered ResourceNotFoundException"),
        (new ResourceNotFoundException("none"), "it does not exist in this region"),
        (Refusal("AccessDeniedException"), "dynamodb:UpdateItem"),
        (Refusal("ThrottlingException"), "DynamoDB answered ThrottlingException (HTTP 400, request r1)"),
        (Refusal("Odd", requestId: ""), "request unknown"),
        (Refusal(code: ""), "DynamoDB answered HTTP 400"),
        (new InvalidDataException(), "not as DynamoDB does (HTTP 200); check AWS_ENDPOINT_URL_DYNAMODB"),
        (new TimeoutException(), "did not answer in time"),
        (new HttpRequestException(HttpRequestError.ConnectionError), "could not be reached (ConnectionError)"),
        (new HttpRequestException(HttpRequestError.SecureConnectionError), "could not be reached (SecureConnectionError)"),
        (new HttpRequestException(HttpRequestError.ResponseEnded), "the connection to DynamoDB broke off before an answer"),
        (new IOException("reset"), "broke off before an answer."),
        (new AmazonClientException("Failed to resolve AWS credentials."), "there are no credentials"),
        (new FormatException(FakeCredentials.Quoted), "could not be called (FormatException)."),
    ];

    public static TheoryData<string> Sentences() => [.. Cases.Select(entry => entry.Sentence)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_says_what_failed(string sentence)
    {
        var exception = Cases.Single(entry => entry.Sentence == sentence).Exception;
        var failure = TableFailure.From(exception, "The table presence was not written", "dynamodb:UpdateItem");

        Assert.StartsWith("The table presence was not written: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Same(exception, failure.InnerException);
    }

    private static AmazonServiceException Refusal(string code, string requestId = "r1") =>
        new(FakeCredentials.Quoted, null, ErrorType.Sender, code, requestId, HttpStatusCode.BadRequest);
}
