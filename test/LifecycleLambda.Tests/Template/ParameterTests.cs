using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LifecycleLambda.Tests.Template;

public sealed class ParameterTests
{
    public static TheoryData<string> Names => [.. LifecycleTemplate.Parameters.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameter_constrains_its_values(string name)
    {
        var parameter = LifecycleTemplate.Parameters[name];

        Assert.True(Allows(parameter, parameter["Default"].Text), "The default is not allowed.");
        Assert.Equal(parameter.Find("AllowedPattern") is null, parameter.Find("ConstraintDescription") is null);
        Assert.False(Allows(parameter, "no value that makes sense"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameter_has_a_row_in_the_documentation(string name)
    {
        var row = $"| `{name}` | {LifecycleTemplate.Parameters[name]["Default"].Text} |".Replace("|  |", "| |", StringComparison.Ordinal);

        Assert.Contains(row, Repository.Read("docs", "deploy.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RetainDisconnectedDays", "RETAIN_DISCONNECTED_DAYS")]
    [InlineData("CountSegments", "COUNT_SEGMENTS")]
    [InlineData("TimestampToleranceSeconds", "TIMESTAMP_TOLERANCE_SECONDS")]
    public void Parameter_allows_what_the_program_allows(string parameter, string variable) => Assert.All(
        Enumerable.Range(0, 5000).Select(Text),
        value => Assert.Equal(Accepts(variable, value), Allows(LifecycleTemplate.Parameters[parameter], value)));

    [Fact]
    public void Defaults_equal_those_of_the_program()
    {
        var settings = SettingsTests.Read();

        Assert.Equal(settings.TimestampTolerance.TotalSeconds, LifecycleTemplate.Parameters["TimestampToleranceSeconds"]["Default"].Number);
        Assert.Equal(settings.RetainDisconnectedDays, LifecycleTemplate.Parameters["RetainDisconnectedDays"]["Default"].Number);
        Assert.Equal(settings.CountSegments, LifecycleTemplate.Parameters["CountSegments"]["Default"].Number);
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData("10", 20)]
    [InlineData("30", 40)]
    [InlineData("75", 85)]
    [InlineData("150", 160)]
    public void Reserved_concurrency_leaves_live_events_a_share(string? bufferConcurrency, int least)
    {
        var mappings = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping")
            .Select(mapping => mapping.Value["Properties"]["ScalingConfig"]["MaximumConcurrency"].Text)
            .Select(text => text is "!Ref BufferConcurrency" ? bufferConcurrency ?? "0" : text)
            .Sum(int.Parse);
        var rejected =
            from rule in LifecycleTemplate.Root["Rules"].Entries
            let condition = rule.Value["RuleCondition"]
            where bufferConcurrency is not null
                && (condition.Text is "!Equals [!Ref BufferEvents, true]" || condition[1][0].Texts.Contains(bufferConcurrency))
            from value in rule.Value["Assertions"][0]["Assert"][0][0].Texts
            select int.Parse(value, CultureInfo.InvariantCulture);
        var allowed = Enumerable.Range(0, 300).Where(value => Allows(LifecycleTemplate.Parameters["ReservedConcurrency"], Text(value)));

        Assert.Equal(Enumerable.Range(least, 300 - least), allowed.Except(rejected));
        Assert.True(mappings + 3 <= least);
    }

    [Fact]
    public void Each_buffer_concurrency_is_tried() =>
        Assert.Equal(["10", "30", "75", "150"], LifecycleTemplate.Parameters["BufferConcurrency"]["AllowedValues"].Texts);

    // The placeholder of the alarm topic is rejected until someone replaces it.
    [Fact]
    public void Overrides_of_prod_require_only_an_alarm_topic() => Assert.Equal(
        ["AlarmTopicArn"],
        Overrides().Where(o => !Allows(LifecycleTemplate.Parameters[o.Key], o.Value)).Select(o => o.Key));

    [Fact]
    public void Overrides_of_prod_reserve_what_the_buffer_needs()
    {
        var overrides = Overrides();

        Assert.Equal("true", overrides["BufferEvents"]);
        Assert.True(
            int.Parse(overrides["ReservedConcurrency"], CultureInfo.InvariantCulture)
                >= int.Parse(overrides["BufferConcurrency"], CultureInfo.InvariantCulture) + 10);
        Assert.NotEqual("0", overrides["QuietAlarmHours"]);
    }

    private static Dictionary<string, string> Overrides() =>
        Regex.Matches(Repository.Read("samconfig.toml").Split("[prod.deploy.parameters]")[1], "\"([A-Za-z]+)=([^\"]*)\"")
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static bool Accepts(string variable, string value) => Record.Exception(() => SettingsTests.Read((variable, value))) is null;

    /// <summary>Returns true if AWS CloudFormation accepts the value. A parameter without a constraint allows every value.</summary>
    private static bool Allows(YamlNode parameter, string value)
    {
        var isNumber = double.TryParse(value, CultureInfo.InvariantCulture, out var number);
        return (parameter["Type"].Text != "Number" || isNumber)
            && (parameter.Find("AllowedValues") is not { } values || values.Texts.Contains(value))
            && (parameter.Find("AllowedPattern") is not { } pattern || Regex.IsMatch(value, pattern.Text))
            && (parameter.Find("MinValue") is not { } minimum || number >= minimum.Number)
            && (parameter.Find("MaxValue") is not { } maximum || number <= maximum.Number);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
