using System.Globalization;
using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Template;

public sealed class ParameterTests
{
    public static TheoryData<string> Names => [.. LifecycleTemplate.Parameters.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Explains_and_constrains_itself(string name)
    {
        var parameter = LifecycleTemplate.Parameters[name];

        Assert.True(parameter["Description"].Text.Length > 20, "The description is too short to explain anything.");
        Assert.True(Allows(parameter, parameter["Default"].Text), "The default is not allowed.");
        Assert.Equal(parameter.Find("AllowedPattern") is null, parameter.Find("ConstraintDescription") is null);
        Assert.False(Allows(parameter, "no value that makes sense"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_used_and_has_a_row_in_the_table_of_parameters(string name)
    {
        Assert.Contains(name, Parts("Rules", "Conditions", "Resources", "Outputs").SelectMany(part => part.References));
        Assert.Contains(
            $"| `{name}` | {LifecycleTemplate.Parameters[name]["Default"].Text} |".Replace("|  |", "| |", StringComparison.Ordinal),
            LifecycleTemplate.File("docs", "deploy.md"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stand_in_one_group_each()
    {
        var grouped =
            from @group in LifecycleTemplate.Root["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"].Items
            from name in @group["Parameters"].Texts
            select name;

        Assert.Equal(LifecycleTemplate.Parameters.Keys.Order(), grouped.Order());
    }

    [Fact]
    public void Every_condition_is_used()
    {
        var used = Parts("Resources", "Outputs").SelectMany(part => part.References).ToHashSet();

        Assert.All(LifecycleTemplate.Root["Conditions"].Keys, condition => Assert.Contains(condition, used));
    }

    [Fact]
    public void RetainDisconnectedDays_allows_what_the_program_allows() =>
        AssertAgrees("RetainDisconnectedDays", "RETAIN_DISCONNECTED_DAYS", Enumerable.Range(0, 5000));

    [Fact]
    public void TimestampToleranceSeconds_allows_what_the_program_allows() =>
        AssertAgrees("TimestampToleranceSeconds", "TIMESTAMP_TOLERANCE_SECONDS", Enumerable.Range(0, 5000));

    [Fact]
    public void The_defaults_are_the_programs()
    {
        var settings = Settings.Read(name => name == "PRESENCE_TABLE_NAME" ? "Presence" : null);

        Assert.Equal(settings.TimestampTolerance.TotalSeconds, LifecycleTemplate.Parameters["TimestampToleranceSeconds/Default"].Number);
        Assert.Equal("0", LifecycleTemplate.Parameters["RetainDisconnectedDays/Default"].Text);
    }

    // AWS Lambda would drop the metric lines.
    [Fact]
    public void No_log_level_is_above_INFO() =>
        Assert.Equal(["TRACE", "DEBUG", "INFO"], LifecycleTemplate.Parameters["LogLevel/AllowedValues"].Texts);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reserved_concurrency_leaves_live_events_a_share(bool buffers)
    {
        var mappings = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping")
            .Where(mapping => buffers || mapping.Key is not "BufferedEventsMapping")
            .Sum(mapping => mapping.Value["Properties/ScalingConfig/MaximumConcurrency"].Number);
        var refused = buffers ? LifecycleTemplate.Root["Rules/BufferedEventsHaveRoom/Assertions/0/Assert/0/0"].Texts.Select(int.Parse) : [];
        var allowed = Enumerable.Range(0, 100).Where(value => Allows(LifecycleTemplate.Parameters["ReservedConcurrency"], Text(value)));

        Assert.True(mappings < allowed.Except(refused).Min());
    }

    // What a person must fill in is refused as it stands.
    [Fact]
    public void The_overrides_of_prod_are_parameters_and_want_an_alarm_topic()
    {
        var overrides = Regex.Matches(LifecycleTemplate.File("samconfig.toml"), "\"([A-Za-z]+)=([^\"]*)\"")
            .Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(overrides);
        Assert.Equal(["AlarmTopicArn"], overrides.Where(o => !Allows(LifecycleTemplate.Parameters[o.Name], o.Value)).Select(o => o.Name));
    }

    private static void AssertAgrees(string parameter, string variable, IEnumerable<int> values)
    {
        var disagreeing = values.Where(value => Allows(LifecycleTemplate.Parameters[parameter], Text(value)) != Accepts(variable, Text(value)));

        Assert.Empty(disagreeing);
    }

    private static bool Accepts(string variable, string value)
    {
        try
        {
            _ = Settings.Read(name => name == variable ? value : name == "PRESENCE_TABLE_NAME" ? "Presence" : null);
            return true;
        }
        catch (SettingException)
        {
            return false;
        }
    }

    /// <summary>As AWS CloudFormation decides it. A parameter without a constraint allows everything.</summary>
    private static bool Allows(TemplateNode parameter, string value)
    {
        var isNumber = double.TryParse(value, CultureInfo.InvariantCulture, out var number);
        return (parameter["Type"].Text != "Number" || isNumber)
            && (parameter.Find("AllowedValues") is not { } values || values.Texts.Contains(value))
            && (parameter.Find("AllowedPattern") is not { } pattern || Regex.IsMatch(value, pattern.Text))
            && (parameter.Find("MinValue") is not { } minimum || number >= minimum.Number)
            && (parameter.Find("MaxValue") is not { } maximum || number <= maximum.Number);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<TemplateNode> Parts(params string[] names) => names.Select(name => LifecycleTemplate.Root[name]);
}
