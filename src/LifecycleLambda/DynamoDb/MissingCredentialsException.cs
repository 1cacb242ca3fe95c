namespace LifecycleLambda.DynamoDb;

/// <summary>There is nothing to sign requests with.</summary>
internal sealed class MissingCredentialsException() : Exception("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.");
