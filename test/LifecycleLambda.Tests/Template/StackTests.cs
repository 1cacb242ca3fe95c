using System.Text.RegularExpressions;
using LifecycleLambda.Local.Queues;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

public sealed class StackTests
{
    public static TheoryData<string> Mappings =>
        [.. LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping").Select(mapping => mapping.Key)];

    /// <summary>Variables that AWS Lambda sets, so that the template can't.</summary>
    private static readonly string[] NotSetByTheTemplate =
        ["AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_LOG_LEVEL", "AWS_REGION"];

    // A rollback can't delete a table with deletion protection, and must not delete a buffer that may hold events.
    [Theory]
    [InlineData("PresenceTable", "Retain")]
    [InlineData("BufferedEventsQueue", "Retain")]
    [InlineData("FailedEventsQueue", "RetainExceptOnCreate")]
    [InlineData("UnprocessableEventsQueue", "RetainExceptOnCreate")]
    public void Irreplaceable_resource_outlives_the_stack(string resource, string deletionPolicy) => Assert.Equal(
        [deletionPolicy, "Retain"],
        [LifecycleTemplate.Resources[resource]["DeletionPolicy"].Text, LifecycleTemplate.Resources[resource]["UpdateReplacePolicy"].Text]);

    [Fact]
    public void Output_shows_the_version() => Assert.Equal(Repository.Version, LifecycleTemplate.Root["Outputs"]["Version"]["Value"].Text);

    // A fixed name would prevent a second stack in the same account. Only the rules have names, which begin with the stack's name.
    [Fact]
    public void Resources_have_no_fixed_names()
    {
        var names =
            from resource in LifecycleTemplate.Resources.Entries
            from property in resource.Value["Properties"].Entries
            where property.Key.EndsWith("Name", StringComparison.Ordinal) && property.Key is not ("FunctionName" or "MetricName")
            select property.Value.Text;

        Assert.All(names, name => Assert.Contains("${AWS::StackName}-", name, StringComparison.Ordinal));
    }

    // The permission refers to the rule by its name, so it can exist before the rule. Otherwise a live fleet's first events would fail.
    [Theory]
    [InlineData("ConnectedRule")]
    [InlineData("DisconnectedRule")]
    public void Rule_is_created_after_its_permission(string rule)
    {
        var permission = LifecycleTemplate.Properties($"{rule}Permission")["SourceArn"];

        Assert.Equal([$"{rule}Permission", "LifecycleFunctionEventInvokeConfig"], LifecycleTemplate.Resources[rule]["DependsOn"].Texts);
        Assert.EndsWith(":rule/${Rule}", permission[0].Text, StringComparison.Ordinal);
        Assert.Equal(LifecycleTemplate.Properties(rule)["RuleName"].Text, permission[1]["Rule"].Text);
    }

    // A device can publish any payload to $aws/rules. The function recognizes it by the field that the rule adds.
    [Theory]
    [InlineData("ConnectedRule", "connected")]
    [InlineData("DisconnectedRule", "disconnected")]
    public void Rule_adds_its_name_to_every_payload(string rule, string hierarchy)
    {
        var payload = LifecycleTemplate.Properties(rule)["TopicRulePayload"];
        var sql = $"SELECT *, topic() AS topic, '{hierarchy}' AS rule FROM '$aws/events/presence/{hierarchy}/#'";

        Assert.Equal($"!If [ExcludesConsoleClients, {sql} WHERE NOT startswith(clientId, 'iotconsole-'), {sql}]", payload["Sql"].Text);
    }

    [Fact]
    public void Schedule_requests_a_count() =>
        Assert.Equal("""{"count":"clients"}""", LifecycleTemplate.Properties("CountSchedule")["Target"]["Input"].Text);

    // Devices could guess a name that only follows the stack's. The stack's id ends in /NAME/UUID.
    [Theory]
    [InlineData("ConnectedRule", "connected")]
    [InlineData("DisconnectedRule", "disconnected")]
    public void Rule_has_a_name_that_nobody_can_guess(string rule, string suffix) => Assert.Equal(
        $$"""!Join [_, !Split [-, !Sub [${AWS::StackName}-{{suffix}}-${Id}, {Id: !Select [2, !Split [/, !Ref AWS::StackId]]}]]]""",
        LifecycleTemplate.Properties(rule)["RuleName"].Text);

    // An AWS IoT rule's name can have 128 characters.
    [Fact]
    public void Documentation_limits_the_length_of_the_name_of_the_stack() => Assert.Contains(
        $"can have at most {128 - "_disconnected_".Length - $"{Guid.Empty}".Length} characters",
        Repository.Read("docs", "deploy.md"),
        StringComparison.Ordinal);

    // What the queue still holds when BufferEvents is switched off must find its reader and its permissions.
    [Fact]
    public void Buffer_exists_whether_it_is_used_or_not()
    {
        var users = LifecycleTemplate.Resources.Entries.Where(resource => resource.Value.References.Contains("BuffersEvents"));

        Assert.Equal(["ConnectedRule", "DisconnectedRule"], users.Select(resource => resource.Key));
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Queue_that_the_function_reads_outlasts_a_long_outage(string mapping)
    {
        var properties = LifecycleTemplate.Properties(mapping);
        var queue = LifecycleTemplate.Properties(Assert.Single(properties["EventSourceArn"].References));
        var visibility = queue["VisibilityTimeout"].Number;

        Assert.True(visibility >= 6 * LifecycleTemplate.Function["Timeout"].Number);
        Assert.True(TimeSpan.FromSeconds(visibility) * queue["RedrivePolicy"]["maxReceiveCount"].Number > TimeSpan.FromHours(6));
        Assert.EndsWith("EventsQueue.Arn", queue["RedrivePolicy"]["deadLetterTargetArn"].Text, StringComparison.Ordinal);
        Assert.Equal(MessageQueue.BatchSize, properties["BatchSize"].Number);
        // Lambda retries only the messages that the function's response names.
        Assert.Equal("[ReportBatchItemFailures]", properties["FunctionResponseTypes"].Text);
    }

    [Fact]
    public void Function_has_exactly_the_variables_that_the_program_reads()
    {
        var read = new HashSet<string>();
        Settings.Read(Value);

        Assert.Equal(read.Except(NotSetByTheTemplate).Order(), LifecycleTemplate.Function["Environment"]["Variables"].Keys.Order());

        string? Value(string name)
        {
            read.Add(name);
            return name switch { "PRESENCE_TABLE_NAME" => "Presence", "AWS_REGION" => "eu-central-1", _ => null };
        }
    }

    // sam local overrides only variables that the template declares.
    [Fact]
    public void Environment_for_sam_local_sets_only_declared_variables()
    {
        using var environment = JsonDocument.Parse(Repository.Read("test", "events", "env.json"));

        Assert.Subset(
            LifecycleTemplate.Function["Environment"]["Variables"].Keys.ToHashSet(),
            environment.RootElement.GetProperty("LifecycleFunction").EnumerateObject().Select(variable => variable.Name).ToHashSet());
    }

    // In the runbook's commands, the names of the outputs are written in capitals.
    [Fact]
    public void Runbook_names_only_outputs_of_the_stack()
    {
        var outputs = LifecycleTemplate.Root["Outputs"].Keys.Select(output => output.ToUpperInvariant());
        var names = Regex.Matches(Repository.Read("docs", "operations.md"), @"\b(?!AWS_)[A-Z_]+_(?:ARN|NAME|URL)\b")
            .Select(name => name.Value.Replace("_", "", StringComparison.Ordinal));

        Assert.Subset(outputs.ToHashSet(), names.ToHashSet());
    }

    // The records of the stream contain personal data.
    [Fact]
    public void Pipe_logs_errors_without_the_records() => Assert.All(LifecycleTemplate.OfType("AWS::Pipes::Pipe"), pipe => Assert.Equal(
        "{Level: ERROR, CloudwatchLogsLogDestination: {LogGroupArn: !GetAtt LifecycleLogGroup.Arn}}",
        pipe.Value["Properties"]["LogConfiguration"].Text));

    // AWS CloudFormation accepts any text as a dashboard. Amazon CloudWatch rejects invalid JSON.
    [Theory]
    [InlineData(7)]
    [InlineData(6, "Count")]
    [InlineData(7, "ConfirmationQueues", "Bus")]
    [InlineData(6, "Bus", "Count", "ConfirmationQueues")]
    public void Dashboard_is_JSON_whatever_is_switched_off(int widgets, params string[] switchedOff)
    {
        var body = LifecycleTemplate.Properties("LifecycleDashboard")["DashboardBody"];
        var text = body[0].Text;
        foreach (var (part, choice) in body[1].Entries)
        {
            // The part is either !If [condition, on, off] or one text for both.
            var chosen = choice is YamlSequenceNode ? choice[switchedOff.Contains(part) ? 2 : 1] : choice;
            text = text.Replace($"${{{part}}}", chosen.Text.Replace("!Sub ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        using var dashboard = JsonDocument.Parse(Regex.Replace(text, @"\$\{[^}]+\}", "x"));

        Assert.Equal(widgets, dashboard.RootElement.GetProperty("widgets").GetArrayLength());
    }
}
