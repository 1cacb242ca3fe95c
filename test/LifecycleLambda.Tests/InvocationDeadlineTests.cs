using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests;

public sealed class InvocationDeadlineTests
{
    private const double Years = 1e12;

    [Theory]
    [InlineData(15_000, null, 14_500)]
    [InlineData(1_001, null, 501)]
    [InlineData(1_000, null, 500)]
    [InlineData(200, null, 100)]
    [InlineData(0, null, 0)]
    [InlineData(-Years, null, 0)]
    [InlineData(15_000, 2_000, 13_000)]
    [InlineData(Years, null, 899_500)]
    public void Invocation_is_cancelled_before_its_deadline(double remaining, int? margin, int budget)
    {
        var time = new FakeTimeProvider();
        using var deadline = InvocationDeadline.Start(
            TimeSpan.FromMilliseconds(remaining), time, margin is null ? null : TimeSpan.FromMilliseconds(margin.Value));

        time.Advance(TimeSpan.FromMilliseconds(Math.Max(0, budget - 1)));
        Assert.Equal(budget is 0, deadline.IsCancellationRequested);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(deadline.IsCancellationRequested);
    }
}
