using Amazon.Runtime;

namespace LifecycleLambda.Local;

/// <summary>An error the user can fix. Shown as one sentence, without a stack trace.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Returns the sentence for an error the user can fix, such as an unreachable table. A defect here has none.</summary>
    internal static string? MessageOf(Exception exception, string? table) => exception switch
    {
        UserErrorException or SettingException => exception.Message,
        AmazonUnmarshallingException or AmazonServiceException { ErrorCode: null or "" }
            when exception.InnerException is not HttpRequestException =>
            $"The table {table} cannot be used: there is an answer, but not as DynamoDB's.",
        HttpRequestException or AmazonServiceException or AmazonClientException or IOException =>
            $"The table {table} cannot be used: "
            + (exception.InnerException as HttpRequestException ?? exception).Message.ReplaceLineEndings(" "),
        _ => null,
    };
}
