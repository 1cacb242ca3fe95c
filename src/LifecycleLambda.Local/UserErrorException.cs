using Amazon.Runtime;

namespace LifecycleLambda.Local;

/// <summary>An error the user can fix. Shown as one sentence, without a stack trace.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Returns the sentence for an error the user can fix, such as an unreachable table. A defect here has none.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="table">The table that the command uses.</param>
    /// <param name="advice">What else to do when the table's endpoint can't be reached.</param>
    internal static string? MessageOf(Exception exception, string? table, string advice) => exception switch
    {
        UserErrorException or SettingException => exception.Message,
        AmazonUnmarshallingException or AmazonServiceException { ErrorCode: null or "" }
            when exception.InnerException is not HttpRequestException =>
            $"The table {table} cannot be used: there is an answer, but not as DynamoDB's.",
        HttpRequestException or AmazonServiceException or AmazonClientException =>
            $"The table {table} cannot be used: {OneLine(CauseOf(exception.InnerException as HttpRequestException ?? exception))}{advice}",
        TimeoutException or OperationCanceledException => $"The table {table} cannot be used: there is no answer{advice}",
        // The SDK reads all of its settings at once.
        TypeInitializationException { InnerException: { } cause } => $"The AWS SDK can't read your AWS settings: {OneLine(cause)}",
        IOException or UnauthorizedAccessException => OneLine(exception),
        _ => null,
    };

    // .NET's own message of a failed TLS handshake says only that there is an inner exception.
    private static Exception CauseOf(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? exception.GetBaseException() : exception;

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
