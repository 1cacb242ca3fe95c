using System.Text.Json;
using Amazon.Lambda.TestUtilities;
using LifecycleLambda.Events;

namespace LifecycleLambda.Managed.Tests;

/// <summary>The instance that AWS's runtime makes, from the environment of this process.</summary>
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
    public void Template_names_this_handler() => Assert.Contains(
        $"!If [IsManaged, '{typeof(Function).Assembly.GetName().Name}::{typeof(Function).FullName}::{nameof(Function.FunctionHandler)}', bootstrap]",
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "template.yaml")),
        StringComparison.Ordinal);

    [Fact]
    public void Missing_table_name_stops_the_start()
    {
        Environment.SetEnvironmentVariable("PRESENCE_TABLE_NAME", null);

        Assert.Equal("PRESENCE_TABLE_NAME", Assert.Throws<SettingException>(() => new Function()).Variable);
    }
}
