using LifecycleLambda.Local.Aws;
using LifecycleLambda.Tests.Support;

namespace LifecycleLambda.Tests.Local;

/// <summary>The emulated event source mapping reads an answer as AWS Lambda does.</summary>
public sealed class SqsEventTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"batchItemFailures":null}""")]
    [InlineData("""{"batchItemFailures":[]}""")]
    public void No_failures_are_a_success(string answer) => Assert.Empty(SqsEvent.FailedIds(SampleEvents.Utf8(answer))!);

    [Fact]
    public void Failures_are_named() =>
        Assert.Equal(["a", "b"], SqsEvent.FailedIds("""{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}"""u8.ToArray())!.Order());

    [Theory]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"a"},{}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":["a"]}""")]
    public void Failure_without_a_name_fails_the_whole_batch(string answer) => Assert.Null(SqsEvent.FailedIds(SampleEvents.Utf8(answer)));
}
