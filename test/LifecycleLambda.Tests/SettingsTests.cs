using LifecycleLambda.DynamoDb;
using LifecycleLambda.Logging;

namespace LifecycleLambda.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Defaults()
    {
        var settings = Read(("PRESENCE_TABLE_NAME", "presence"));

        Assert.Equal("presence", settings.TableName);
        Assert.Equal(TimeSpan.FromMinutes(15), settings.TimestampTolerance);
        Assert.Equal(0, settings.RetainDisconnectedDays);
        Assert.Equal(LogLevel.Info, settings.LogLevel);
    }

    [Fact]
    public void Empty_counts_as_unset()
    {
        var settings = Read(
            ("PRESENCE_TABLE_NAME", "presence"), ("TIMESTAMP_TOLERANCE_SECONDS", ""), ("RETAIN_DISCONNECTED_DAYS", ""), ("AWS_LAMBDA_LOG_LEVEL", ""));

        Assert.Equal(TimeSpan.FromMinutes(15), settings.TimestampTolerance);
    }

    [Theory]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "300")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "2700")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "0")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "30")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "3650")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "TRACE")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "FATAL")]
    public void Value_at_the_edge_of_its_range_is_taken(string variable, string value) =>
        Assert.Equal("presence", Read(("PRESENCE_TABLE_NAME", "presence"), (variable, value)).TableName);

    [Theory]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "299", "300 to 2700")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "2701", "300 to 2700")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "15m", "300 to 2700")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "99999999999", "300 to 2700")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "29", "30 to 3650")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "3651", "30 to 3650")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "-1", "30 to 3650")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "VERBOSE", "TRACE, DEBUG, INFO")]
    public void Malformed_value_is_named_with_its_allowed_range(string variable, string value, string allowed)
    {
        var exception = Assert.Throws<SettingException>(() => Read(("PRESENCE_TABLE_NAME", "presence"), (variable, value)));

        Assert.Equal(variable, exception.Variable);
        Assert.Contains(variable, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(allowed, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_table_name_says_so() =>
        Assert.Equal("PRESENCE_TABLE_NAME is not set: it must name the presence table.", Assert.Throws<SettingException>(() => Read()).Message);

    [Theory]
    [InlineData("not a url")]
    [InlineData("ftp://127.0.0.1")]
    public void Malformed_endpoint_is_named(string endpoint)
    {
        var exception = Assert.Throws<SettingException>(
            () => Create(("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL_DYNAMODB", endpoint)));

        Assert.Equal("AWS_ENDPOINT_URL_DYNAMODB", exception.Variable);
    }

    [Fact]
    public void Missing_region_says_so_where_no_endpoint_is_set() =>
        Assert.Equal("AWS_REGION", Assert.Throws<SettingException>(() => Create()).Variable);

    [Fact]
    public void Endpoint_needs_no_region() =>
        Create(("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000"));

    [Fact]
    public void Malformed_region_is_named() => Assert.Equal(
        "AWS_REGION is 'not a region!': it must be a region's name, such as eu-central-1.",
        Assert.Throws<SettingException>(() => Create(("AWS_REGION", "not a region!"))).Message);

    private static Settings Read(params (string Name, string Value)[] environment) => Settings.Read(Lookup(environment));

    private static void Create(params (string Name, string Value)[] environment)
    {
        using var connection = new DynamoDbConnection(Lookup(environment));
    }

    private static Func<string, string?> Lookup((string Name, string Value)[] environment) =>
        name => environment.FirstOrDefault(variable => variable.Name == name).Value;
}
