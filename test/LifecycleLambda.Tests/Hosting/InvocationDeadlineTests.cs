using Microsoft.Extensions.Time.Testing;

namespace LifecycleLambda.Tests.Hosting;

/// <summary>When an invocation is given up, for every host.</summary>
public sealed class InvocationDeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(15_000, 14_500)]
    [InlineData(1_001, 501)]
    [InlineData(1_000, 500)]
    [InlineData(200, 100)]
    public void Gives_up_before_the_deadline(int remaining, int budget)
    {
        using var deadline = InvocationDeadline.Start(TimeSpan.FromMilliseconds(remaining), _time);

        _time.Advance(TimeSpan.FromMilliseconds(budget - 1));
        Assert.False(deadline.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(deadline.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1_000)]
    [InlineData(long.MinValue / TimeSpan.TicksPerMillisecond)]
    public void Deadline_that_has_passed_leaves_nothing(long remaining)
    {
        using var deadline = InvocationDeadline.Start(TimeSpan.FromTicks(remaining * TimeSpan.TicksPerMillisecond), _time);

        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public void A_slow_host_gives_up_sooner()
    {
        using var deadline = InvocationDeadline.Start(TimeSpan.FromSeconds(15), _time, margin: TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(12.999));
        Assert.False(deadline.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public void No_deadline_is_too_far_away()
    {
        using var deadline = InvocationDeadline.Start(TimeSpan.MaxValue, _time);

        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.True(deadline.IsCancellationRequested);
    }
}
