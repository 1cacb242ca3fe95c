using System.Text.Json;
using Amazon.Lambda.TestUtilities;

namespace LifecycleLambda.Managed.Tests;

/// <summary>Creates the function as AWS's runtime does: from the environment variables of this process.</summary>
public sealed class StartTests(EngineFixture engine)
{
    [Fact]
    public async Task Function_reads_its_settings_from_the_environment()
    {
        var table = await engine.CreateTableAsync();
        foreach (var (name, value) in table.Connection.FunctionEnvironment())
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        await new Function().FunctionHandler(
            JsonElement.Parse(Connected(4).ToJson()),
            new TestLambdaContext { AwsRequestId = "request", RemainingTime = TimeSpan.FromSeconds(15) });

        Assert.Equal("4", (await table.GetAsync("device"))?["versionNumber"].N);
    }

    [Fact]
    public void Template_names_this_handler()
    {
        var handler = $"{typeof(Function).Assembly.GetName().Name}::{typeof(Function).FullName}::{nameof(Function.FunctionHandler)}";

        Assert.Contains($"!If [IsManaged, '{handler}', bootstrap]", Repository.Read("template.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_table_name_stops_the_start()
    {
        Environment.SetEnvironmentVariable("PRESENCE_TABLE_NAME", null);

        Assert.Equal("PRESENCE_TABLE_NAME", Assert.Throws<SettingException>(() => new Function()).Variable);
    }
}
