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
    [InlineData(false)]
    [InlineData(true)]
    public void Reserved_concurrency_leaves_live_events_a_share(bool buffers)
    {
        var mappings = LifecycleTemplate.OfType("AWS::Lambda::EventSourceMapping")
            .Where(mapping => buffers || mapping.Key is not "BufferedEventsMapping")
            .Sum(mapping => mapping.Value["Properties"]["ScalingConfig"]["MaximumConcurrency"].Number);
        var room = LifecycleTemplate.Root["Rules"]["BufferedEventsHaveRoom"]["Assertions"][0]["Assert"];
        var rejected = buffers ? room[0][0].Texts.Select(int.Parse) : [];
        var allowed = Enumerable.Range(0, 100).Where(value => Allows(LifecycleTemplate.Parameters["ReservedConcurrency"], Text(value)));

        Assert.True(mappings < allowed.Except(rejected).Min());
    }

    // The placeholder of the alarm topic is rejected until someone replaces it.
    [Fact]
    public void Overrides_of_prod_require_only_an_alarm_topic()
    {
        var overrides = Regex.Matches(Repository.Read("samconfig.toml"), "\"([A-Za-z]+)=([^\"]*)\"")
            .Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value));

        Assert.Equal(["AlarmTopicArn"], overrides.Where(o => !Allows(LifecycleTemplate.Parameters[o.Name], o.Value)).Select(o => o.Name));
    }

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
