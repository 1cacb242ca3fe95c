using Amazon.Runtime;

namespace LifecycleLambda.Local;

/// <summary>An error the user can fix. Shown as one sentence, without a stack trace.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Describes an error the user can fix, such as an unreachable table. Returns null for a defect of this program.</summary>
    /// <param name="exception">The error.</param>
    /// <param name="table">The table that the command uses.</param>
    /// <param name="advice">A sentence for a user whose table can't be reached.</param>
    internal static string? Describe(Exception exception, string? table, string advice) => exception switch
    {
        UserErrorException or SettingException => exception.Message,
        AmazonUnmarshallingException or AmazonServiceException { ErrorCode: null or "" }
            when exception.InnerException is not HttpRequestException =>
            $"Can't use table {table}: the endpoint's response isn't from DynamoDB. {advice}",
        HttpRequestException or AmazonServiceException or AmazonClientException =>
            $"Can't use table {table}: {OneLine(exception.InnerException as HttpRequestException ?? exception)}. {advice}",
        TimeoutException or OperationCanceledException => $"Can't use table {table}: the endpoint doesn't respond. {advice}",
        // The SDK reads all of its settings at once.
        TypeInitializationException { InnerException: { } cause } => $"Can't read your AWS settings: {OneLine(cause)}. Correct them.",
        IOException or UnauthorizedAccessException => $"{OneLine(exception)}.",
        _ => null,
    };

    /// <summary>Returns the message of an exception, or of its cause, as the end of a sentence.</summary>
    internal static string OneLine(Exception exception)
    {
        // .NET's message about a failed TLS handshake says only that there is an inner exception.
        var cause = exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? exception.GetBaseException()
            : exception;
        return cause.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }
}
