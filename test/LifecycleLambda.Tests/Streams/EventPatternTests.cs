using System.Text.Json.Nodes;

namespace LifecycleLambda.Tests.Streams;

/// <summary>The matcher does what AWS documents of the forms that it knows.</summary>
public sealed class EventPatternTests
{
    private const string Record = """{"a": {"b": "x", "c": {"d": false}}, "e": "y"}""";

    [Theory]
    [InlineData("""{"e": ["y"]}""")]
    [InlineData("""{"e": ["x", "y"]}""")]
    [InlineData("""{"a": {"b": ["x"]}, "e": ["y"]}""")]
    [InlineData("""{"a": {"c": {"d": [false]}}}""")]
    [InlineData("""{"a": {"b": [{"exists": true}]}}""")]
    [InlineData("""{"a": {"x": [{"exists": false}]}}""")]
    [InlineData("""{"x": {"y": {"z": ["1", {"exists": false}]}}}""")]
    [InlineData("""{"a": {"b": ["x", {"exists": false}]}}""")]
    // Exists works on leaves: an object counts as missing.
    [InlineData("""{"a": [{"exists": false}]}""")]
    public void Matches(string pattern) => Assert.True(EventPattern.Matches(Parse(pattern), Parse(Record)));

    [Theory]
    [InlineData("""{"e": ["x"]}""")]
    [InlineData("""{"e": ["Y"]}""")]
    [InlineData("""{"a": {"b": ["x"]}, "e": ["x"]}""")]
    [InlineData("""{"a": {"c": {"d": ["false"]}}}""")]
    [InlineData("""{"a": {"b": [{"exists": false}]}}""")]
    [InlineData("""{"a": {"b": ["y", {"exists": false}]}}""")]
    [InlineData("""{"x": {"y": ["1"]}}""")]
    [InlineData("""{"a": [{"exists": true}]}""")]
    public void Does_not_match(string pattern) => Assert.False(EventPattern.Matches(Parse(pattern), Parse(Record)));

    [Theory]
    [InlineData("""{"e": "y"}""")]
    [InlineData("""{"e": []}""")]
    [InlineData("""{"e": [{"suffix": "y"}]}""")]
    [InlineData("""{"$or": [{"e": ["y"]}, {"a": ["x"]}]}""")]
    public void Form_that_is_not_known_is_refused(string pattern) =>
        Assert.Throws<NotSupportedException>(() => EventPattern.Matches(Parse(pattern), Parse(Record)));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
