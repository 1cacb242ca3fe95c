using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Tests.Template;

public sealed class FunctionTests
{
    /// <summary>Set by AWS Lambda, so the template cannot set them.</summary>
    private static readonly string[] SetByLambda =
    [
        "AWS_DEFAULT_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_LOG_LEVEL", "AWS_REGION",
    ];

    [Fact]
    public void Runs_the_native_or_the_portable_program()
    {
        Assert.Equal("dotnet10", LifecycleTemplate.Function["Runtime"].Text);
        Assert.Equal("bootstrap", LifecycleTemplate.Function["Handler"].Text);
        Assert.Equal(".", LifecycleTemplate.Function["CodeUri"].Text);
        Assert.Equal("[!Ref Architecture]", LifecycleTemplate.Function["Architectures"].Text);
        Assert.Equal("makefile", LifecycleTemplate.Resources["LifecycleFunction/Metadata/BuildMethod"].Text);
        Assert.Contains("\nbuild-LifecycleFunction:", File.ReadAllText(Path.Combine(LifecycleTemplate.Repository, "Makefile")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_exactly_the_variables_that_the_program_knows()
    {
        var asked = new HashSet<string>();
        Settings.Read(Record);
        using var connection = new DynamoDbConnection(Record);

        Assert.Equal(
            asked.Except(SetByLambda).Order(),
            LifecycleTemplate.Function["Environment/Variables"].Keys.Order());

        string? Record(string name)
        {
            asked.Add(name);
            return name switch
            {
                "PRESENCE_TABLE_NAME" => "Presence",
                "AWS_REGION" => "eu-central-1",
                "AWS_ACCESS_KEY_ID" or "AWS_SECRET_ACCESS_KEY" or "AWS_SESSION_TOKEN" => "none",
                _ => null,
            };
        }
    }

    [Fact]
    public void Takes_its_settings_from_the_parameters() => Assert.Equal(
        [
            "PRESENCE_TABLE_NAME: !Ref PresenceTable",
            "TIMESTAMP_TOLERANCE_SECONDS: !Ref TimestampToleranceSeconds",
            "RETAIN_DISCONNECTED_DAYS: !Ref RetainDisconnectedDays",
            "AWS_ENDPOINT_URL_DYNAMODB: !If [HasDynamoDbEndpointUrl, !Ref DynamoDbEndpointUrl, !Ref AWS::NoValue]",
        ],
        LifecycleTemplate.Function["Environment/Variables"].Entries.Select(entry => $"{entry.Key}: {entry.Value.Text}"));

    [Fact]
    public void Has_time_for_every_attempt_at_DynamoDB() => Assert.Equal(15, LifecycleTemplate.Function["Timeout"].Number);

    [Fact]
    public void Is_retried_twice_for_six_hours_and_then_fails_into_the_queue() => Assert.Equal(
        "{MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21600, "
            + "DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt FailedEventsQueue.Arn}}}",
        LifecycleTemplate.Function["EventInvokeConfig"].Text);

    [Fact]
    public void Logs_JSON_to_a_group_of_its_own_that_exists_first_and_forgets()
    {
        // The reference makes AWS CloudFormation create the group before the function.
        Assert.Equal(
            "{LogGroup: !Ref LifecycleLogGroup, LogFormat: JSON, ApplicationLogLevel: !Ref LogLevel, SystemLogLevel: WARN}",
            LifecycleTemplate.Function["LoggingConfig"].Text);
        Assert.Equal("{RetentionInDays: !Ref LogRetentionDays}", LifecycleTemplate.Properties("LifecycleLogGroup").Text);
        Assert.Null(LifecycleTemplate.Resources["LifecycleLogGroup"].Find("DependsOn"));
    }
}
