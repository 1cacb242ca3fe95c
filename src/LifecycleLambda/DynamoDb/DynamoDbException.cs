using System.Net;

namespace LifecycleLambda.DynamoDb;

/// <summary>DynamoDB answered with an error. DynamoDB's own message is left out: it can quote what the request was signed with.</summary>
/// <param name="status">Of the answer.</param>
/// <param name="code">Such as <c>ThrottlingException</c>; absent where the answer is not DynamoDB's.</param>
/// <param name="requestId">What AWS asks for in a support case.</param>
internal sealed class DynamoDbException(HttpStatusCode status, string? code = null, string? requestId = null)
    : Exception($"DynamoDB answered HTTP {(int)status} {code}")
{
    internal HttpStatusCode Status => status;

    internal string? Code => code;

    internal string? RequestId => requestId;
}
