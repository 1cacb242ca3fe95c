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
    public void Is_used(string name) =>
        Assert.Contains(name, Parts("Conditions", "Resources", "Outputs").SelectMany(part => part.References));

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

    [Fact]
    public void Reserved_concurrency_leaves_live_events_a_share()
    {
        var mappings = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping")
            .Sum(mapping => mapping.Value["Properties/ScalingConfig/MaximumConcurrency"].Number);
        var allowed = Enumerable.Range(0, 100).Where(value => Allows(LifecycleTemplate.Parameters["ReservedConcurrency"], Text(value)));

        Assert.True(mappings < allowed.Min());
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
