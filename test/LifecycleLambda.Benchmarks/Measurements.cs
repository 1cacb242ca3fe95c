using LifecycleLambda.Benchmarks.Harness;
using LifecycleLambda.Benchmarks.Results;

namespace LifecycleLambda.Benchmarks;

/// <summary>What is measured. The candidates take turns, so that a machine that gets slower does so for all of them.</summary>
internal sealed class Measurements(LambdaHarness harness, IReadOnlyList<CandidateResult> results, BenchmarkOptions options)
{
    private const int Turns = 10;

    private readonly int _starts = options.Quick ? 2 : 7;
    private readonly int _scale = options.Quick ? 1 : 10;

    internal async Task RunAsync()
    {
        if (options.WantsFigures("starts"))
        {
            await StartsAsync();
        }

        if (options.WantsFigures("spaced") && harness.Share is not null)
        {
            await SpacedAsync();
        }

        if (options.WantsFigures("cpu"))
        {
            await CpuAsync(Conditions.Whole, events: 500 * _scale);
            await CpuAsync(Conditions.Paced, events: 200 * _scale);
        }

        if (options.WantsFigures("memory"))
        {
            await MemoryAsync(events: 2_000 * _scale);
        }
    }

    /// <summary>From the start of the process to <c>next</c>, the first event, and the second at once after it.</summary>
    private async Task StartsAsync()
    {
        Conditions[] all = [Conditions.Share, Conditions.Whole, Conditions.Plain];

        // The first round reads each program from the disk; it is not counted.
        for (var round = 0; round <= _starts; round++)
        {
            Step(round is 0 ? "starts: a first round that is not counted" : $"starts: round {round} of {_starts}");
            foreach (var conditions in all.Where(conditions => !conditions.AtShare || harness.Share is not null))
            {
                foreach (var result in results.Where(candidate => candidate.IsRunnable))
                {
                    await result.TryAsync(() => StartAsync(result, conditions, isCounted: round > 0));
                }
            }
        }
    }

    private async Task StartAsync(CandidateResult result, Conditions conditions, bool isCounted)
    {
        await using var function = await harness.StartAsync(result.Candidate, conditions);
        var first = (await function.HandleAsync()).ToAnswer;
        var second = (await function.HandleAsync()).ToAnswer;
        await function.VerifyAsync();
        if (isCounted)
        {
            result.Add($"next.{conditions.Key}", function.Init.TotalMilliseconds);
            result.Add($"first.{conditions.Key}", first.TotalMilliseconds);
            result.Add($"second.{conditions.Key}", second.TotalMilliseconds);
            result.Add($"start.{conditions.Key}", (function.Init + first).TotalMilliseconds);
        }
    }

    /// <summary>What Lambda bills for an event of a small fleet: at the share of 128 MB, some time after the event before.</summary>
    private async Task SpacedAsync()
    {
        var random = new Random(1);
        Step("spaced events at 128 MB's share, DynamoDB 4 ms away");
        await TakeTurnsAsync(
            Conditions.Spaced,
            function => NextAsync(function, 20, _ => { }),
            (result, function) => NextAsync(function, 1.5 * _scale, time => result.Add("spaced", time.TotalMilliseconds)));

        async Task NextAsync(MeasuredFunction function, double events, Action<TimeSpan> add)
        {
            for (var i = 0; i < events; i++)
            {
                // Two periods and a part of one: the budget is whole again, and the event comes at any time of a period.
                await Task.Delay(random.Next(40, 60), harness.CancellationToken);
                add((await function.HandleAsync()).ToNext);
            }
        }
    }

    private async Task CpuAsync(Conditions conditions, int events)
    {
        const int WarmUp = 1_000;
        Step($"CPU per event, {conditions.Title}: {WarmUp} events to warm up, {events} that count");
        await TakeTurnsAsync(
            conditions,
            function => function.HandleAsync(WarmUp),
            async (result, function) =>
            {
                var before = function.CpuTime;
                await function.HandleAsync(events / Turns);
                result.Add($"cpu.{conditions.Key}", (function.CpuTime - before).TotalMicroseconds / (events / Turns));
            });
    }

    private async Task MemoryAsync(int events)
    {
        Step($"peak memory over {events} events");
        foreach (var result in results.Where(candidate => candidate.IsRunnable && !candidate.Candidate.WarmsUp))
        {
            await result.TryAsync(async () =>
            {
                await using var function = await harness.StartAsync(result.Candidate, Conditions.Whole);
                await function.HandleAsync(events);
                await function.VerifyAsync();
                result.Add("memory", function.PeakMemory);
            });
        }
    }

    /// <summary>
    /// Warm functions live at the same time; one that waits for its turn is blocked in <c>next</c> and costs nothing. A peer that
    /// differs in its start alone is left out.
    /// </summary>
    private async Task TakeTurnsAsync(
        Conditions conditions, Func<MeasuredFunction, Task> warmUp, Func<CandidateResult, MeasuredFunction, Task> turn)
    {
        var functions = new List<(CandidateResult Result, MeasuredFunction Function)>();
        try
        {
            foreach (var result in results.Where(candidate => candidate.IsRunnable && !candidate.Candidate.WarmsUp))
            {
                await result.TryAsync(async () =>
                {
                    var function = await harness.StartAsync(result.Candidate, conditions);
                    functions.Add((result, function));
                    await warmUp(function);
                });
            }

            for (var i = 0; i < Turns; i++)
            {
                foreach (var (result, function) in functions.Where(candidate => candidate.Result.IsRunnable))
                {
                    await result.TryAsync(() => turn(result, function));
                    await result.TryAsync(function.VerifyAsync);
                }
            }
        }
        finally
        {
            foreach (var (_, function) in functions)
            {
                await function.DisposeAsync();
            }
        }
    }

    private static void Step(string what) => Console.WriteLine($"[{DateTime.UtcNow:HH:mm:ss}] {what}");
}
