using System.Reflection;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace LifecycleLambda.Managed.Tests;

/// <summary>Finds and creates the serializer as AWS's runtime does.</summary>
public sealed class SerializerTests
{
    private readonly ILambdaSerializer _serializer = (ILambdaSerializer)Activator.CreateInstance(
        typeof(Function).Assembly.GetCustomAttribute<LambdaSerializerAttribute>()!.SerializerType)!;

    [Theory]
    [InlineData("""{"clientId":"café","timestamp":1767268800000,"ClientID":null,"more":[1.50,true,{}]}""")]
    [InlineData("""{"Records":[{"body":"{\"clientId\":\"device\"}"}]}""")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void JSON_passes_unchanged(string json) => Assert.Equal(json, Deserialized(json).GetRawText());

    [Fact]
    public void Deeply_nested_JSON_passes_unchanged()
    {
        var json = new string('[', 10_000) + new string(']', 10_000);

        Assert.Equal(json, Deserialized(json).GetRawText());
    }

    private JsonElement Deserialized(string json)
    {
        using var stream = new MemoryStream(Utf8(json));
        return _serializer.Deserialize<JsonElement>(stream);
    }
}
