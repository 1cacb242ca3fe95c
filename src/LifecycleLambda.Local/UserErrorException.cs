namespace LifecycleLambda.Local;

/// <summary>Something that the person at the keyboard can mend: shown as one sentence, without a stack trace.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);
