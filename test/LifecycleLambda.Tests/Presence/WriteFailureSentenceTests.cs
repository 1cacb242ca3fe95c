using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LifecycleLambda.Presence;

namespace LifecycleLambda.Tests.Presence;

/// <summary>
/// The sentence for each exception of the SDK. The same faults on a real connection are in Trust; which exception a broken connection
/// ends in depends there on the moment at which it breaks.
/// </summary>
public sealed class WriteFailureSentenceTests
{
    private static readonly (Exception Exception, string Sentence)[] Cases =
    [
        (new OperationCanceledException(), "before the invocation's deadline"),
        (new ResourceNotFoundException("no such table"), "it does not exist in this region"),
        (new AmazonServiceException("refused", ErrorType.Sender, "AccessDeniedException", "r1", HttpStatusCode.BadRequest), "dynamodb:UpdateItem"),
        (new AmazonServiceException("slow down", ErrorType.Sender, "ThrottlingException", "r1", HttpStatusCode.BadRequest), "DynamoDB answered ThrottlingException (HTTP 400, request r1)"),
        (new AmazonServiceException("slow down", ErrorType.Sender, "ThrottlingException", "", HttpStatusCode.BadRequest), "request unknown"),
        (new AmazonServiceException("broken", ErrorType.Receiver, "", "", HttpStatusCode.BadGateway), "DynamoDB answered HTTP 502"),
        (new TimeoutException(), "did not answer in time"),
        (new HttpRequestException(HttpRequestError.ConnectionError), "could not be reached (ConnectionError)"),
        (new IOException("reset"), "broke off before an answer"),
        (new AmazonClientException("no credentials"), "check that the function has credentials"),
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
