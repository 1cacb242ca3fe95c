namespace LifecycleLambda.Logging;

/// <summary>The levels of Lambda's logging configuration (<c>AWS_LAMBDA_LOG_LEVEL</c>), most talkative first.</summary>
internal enum LogLevel
{
    /// <summary>Everything.</summary>
    Trace,

    /// <summary>Also the stored state that refused an event.</summary>
    Debug,

    /// <summary>The default: one line per event.</summary>
    Info,

    /// <summary>Lambda drops the metric lines from here on.</summary>
    Warn,

    /// <summary>Errors.</summary>
    Error,

    /// <summary>What ends the process.</summary>
    Fatal,
}
