namespace LifecycleLambda.Tests.Template;

public sealed class TableTests
{
    [Fact]
    public void Is_defined_like_this() => Assert.Equal(
        [
            "BillingMode: PAY_PER_REQUEST",
            "AttributeDefinitions: [{AttributeName: clientId, AttributeType: S}]",
            "KeySchema: [{AttributeName: clientId, KeyType: HASH}]",
            "StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}",
            "TimeToLiveSpecification: {AttributeName: expiresAt, Enabled: true}",
            "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}",
            "DeletionProtectionEnabled: !Ref DeletionProtection",
        ],
        LifecycleTemplate.Properties("PresenceTable").Entries.Select(entry => $"{entry.Key}: {entry.Value.Text}"));

    [Theory]
    [InlineData("PresenceTable")]
    [InlineData("FailedEventsQueue")]
    [InlineData("UnprocessableEventsQueue")]
    public void What_cannot_be_had_again_outlives_the_stack(string resource)
    {
        Assert.Equal("Retain", LifecycleTemplate.Resources[resource]["DeletionPolicy"].Text);
        Assert.Equal("Retain", LifecycleTemplate.Resources[resource]["UpdateReplacePolicy"].Text);
    }
}
