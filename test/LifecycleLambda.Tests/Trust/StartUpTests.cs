using System.Text;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Trust;

/// <summary>A program that cannot start says why, and keeps its credentials to itself.</summary>
public sealed class StartUpTests
{
    [Theory]
    [InlineData("PRESENCE_TABLE_NAME", "")]
    [InlineData("TIMESTAMP_TOLERANCE_SECONDS", "soon")]
    [InlineData("RETAIN_DISCONNECTED_DAYS", "7")]
    [InlineData("AWS_LAMBDA_LOG_LEVEL", "LOUD")]
    [InlineData("AWS_REGION", "")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "nowhere")]
    public async Task Reason_holds_no_credentials(string variable, string value)
    {
        Dictionary<string, string> environment = new(FakeCredentials.Variables())
        {
            ["PRESENCE_TABLE_NAME"] = "presence",
            ["AWS_REGION"] = "us-east-1",
            [variable] = value,
        };
        await using var function = await FunctionUnderTest.StartAsync(environment);

        Assert.Equal(1, await function.ExitCodeAsync());

        var report = Encoding.UTF8.GetString((await function.RuntimeApi.InitError.WaitAsync(TestContext.Current.CancellationToken)).Body.Span);
        Assert.Contains(variable, report, StringComparison.Ordinal);
        FakeCredentials.AssertNotIn(report);
        FakeCredentials.AssertNotIn(Assert.Single(function.Lines));
    }
}
