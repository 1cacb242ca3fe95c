using Amazon.DynamoDBv2.Endpoints;
using Amazon.DynamoDBv2.Internal;
using LifecycleLambda.DynamoDb;

namespace LifecycleLambda.Tests.DynamoDb;

/// <summary>AWS's own rules say where DynamoDB is in each region that has AWS IoT Core.</summary>
public sealed class DynamoDbEndpointTests
{
    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-central-1")]
    [InlineData("ap-southeast-5")]
    [InlineData("us-gov-west-1")]
    [InlineData("cn-north-1")]
    [InlineData("cn-northwest-1")]
    [InlineData("eusc-de-east-1")]
    public void Region_has_the_endpoint_that_AWS_names(string region)
    {
        var expected = new AmazonDynamoDBEndpointProvider().ResolveEndpoint(new DynamoDBEndpointParameters { Region = region });

        var endpoint = Read(("AWS_REGION", region));

        Assert.Equal(new Uri(expected.URL), endpoint.Address);
        Assert.Equal(region, endpoint.Region);
        Assert.Equal(new Uri(expected.URL).Host, endpoint.Host);
    }

    [Fact]
    public void Default_region_counts_where_there_is_no_other() =>
        Assert.Equal("eu-west-1", Read(("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "eu-west-1")).Region);

    [Fact]
    public void Endpoint_of_the_users_own_is_signed_for_the_region()
    {
        var endpoint = Read(("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL_DYNAMODB", "https://example.com:8443"));

        Assert.Equal("eu-west-1", endpoint.Region);
        Assert.Equal("example.com:8443", endpoint.Host);
    }

    [Theory]
    [InlineData("not a region")]
    [InlineData("eu-west-1/..")]
    [InlineData("a@b")]
    [InlineData("x:80")]
    public void Region_that_is_none_is_named(string region)
    {
        var exception = Assert.Throws<SettingException>(() => Read(("AWS_REGION", region)));

        Assert.Equal("AWS_REGION", exception.Variable);
        Assert.Contains(region, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_USE_FIPS_ENDPOINT")]
    [InlineData("AWS_USE_DUALSTACK_ENDPOINT")]
    public void Endpoint_of_another_kind_must_be_named(string variable)
    {
        Assert.Equal(variable, Assert.Throws<SettingException>(() => Read(("AWS_REGION", "us-east-1"), (variable, "True"))).Variable);
        Assert.Equal("us-east-1", Read(("AWS_REGION", "us-east-1"), (variable, "false")).Region);
        Assert.Equal(
            "dynamodb-fips.us-east-1.amazonaws.com",
            Read(("AWS_REGION", "us-east-1"), (variable, "true"), ("AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb-fips.us-east-1.amazonaws.com")).Host);
    }

    private static DynamoDbEndpoint Read(params (string Name, string Value)[] environment) =>
        DynamoDbEndpoint.Read(name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
