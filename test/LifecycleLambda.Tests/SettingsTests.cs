namespace LifecycleLambda.Tests;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, string?> Required =
        new() { ["PRESENCE_TABLE_NAME"] = "presence", ["AWS_REGION"] = "eu-central-1" };

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Unset_or_empty_setting_has_its_default(string? unset)
    {
        var expected = new Settings(
            "presence", TimeSpan.FromMinutes(15), 0, true, 4, null, LogsDebug: false, "LifecycleLambda", null, "eu-central-1");

        Assert.Equal(expected, Settings.Read(name => Required.GetValueOrDefault(name, unset)));
    }

    // ParameterTests tries every number.
    [Theory]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "299", "300 to 2700")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "15m", "300 to 2700")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "99999999999", "300 to 2700")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "29", "30 to 3650")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "VERBOSE", "TRACE, DEBUG, INFO")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "not a url", "it must be an http or https URL.")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "ftp://127.0.0.1", "it must be an http or https URL.")]
    [InlineData("AWS_ENDPOINT_URL", "localhost:4566", "it must be an http or https URL.")]
    [InlineData("COUNT_SEGMENTS", "0", "1 to 64")]
    [InlineData("STORE_PERSONAL_DATA", "no", "it must be true or false.")]
    [InlineData("UNPROCESSABLE_EVENTS_QUEUE_URL", "UnprocessableEventsQueue", "it must be an http or https URL.")]
    [InlineData("AWS_REGION", "not a region!", "it must be a region's name, such as eu-central-1.")]
    public void Malformed_value_is_reported_with_the_allowed_values(string variable, string value, string allowed)
    {
        var exception = Assert.Throws<SettingException>(() => Read((variable, value)));

        Assert.Equal(variable, exception.Variable);
        Assert.StartsWith($"{variable} is '{value}': ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRESENCE_TABLE_NAME", "it must name the presence table.")]
    [InlineData("AWS_REGION", "it must name the table's region.")]
    public void Missing_setting_is_reported(string variable, string remedy) => Assert.Equal(
        $"{variable} is not set: {remedy}", Assert.Throws<SettingException>(() => Read((variable, null))).Message);

    [Theory]
    [InlineData("http://one", "http://all", "http://one/")]
    [InlineData("", "http://all", "http://all/")]
    [InlineData("", "", null)]
    public void Endpoint_for_DynamoDB_wins_over_the_one_for_all_services(string dynamoDb, string all, string? expected) =>
        Assert.Equal(expected, Settings.ReadEndpoint(name => name is "AWS_ENDPOINT_URL" ? all : dynamoDb)?.AbsoluteUri);

    [Fact]
    public void Region_is_optional_with_an_endpoint() =>
        Assert.Equal("us-east-1", Read(("AWS_REGION", null), ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000")).Region);

    /// <summary>Reads the settings from the required variables with these changes.</summary>
    internal static Settings Read(params (string Name, string? Value)[] changes)
    {
        var variables = new Dictionary<string, string?>(Required);
        foreach (var (name, value) in changes)
        {
            variables[name] = value;
        }

        return Settings.Read(variables.GetValueOrDefault);
    }
}
