using System.IO.Compression;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;

namespace LifecycleLambda.Benchmarks;

/// <summary>What is measured. The candidates take turns, so that a machine that gets slower does so for all of them.</summary>
internal sealed class Measurements(LambdaHarness harness, IReadOnlyList<Candidate> candidates, BenchmarkOptions options)
{
    private const int Turns = 10;

    private readonly int _starts = options.Quick ? 2 : 7;
    private readonly int _scale = options.Quick ? 1 : 10;

    private IEnumerable<Candidate> Runnable => candidates.Where(candidate => candidate.Problem is null);

    /// <summary>Without the peers that differ in their start alone.</summary>
    private IEnumerable<Candidate> RunnableWarm => Runnable.Where(candidate => !candidate.WarmsUp);

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

        foreach (var candidate in RunnableWarm)
        {
            using var package = new MemoryStream();
            ZipFile.CreateFromDirectory(candidate.Folder, package, CompressionLevel.SmallestSize, includeBaseDirectory: false);
            candidate.Add("package", package.Length / (1024.0 * 1024.0));
        }
    }

    /// <summary>From the start of the process to <c>next</c>, the first event, and the second at once after it.</summary>
    private async Task StartsAsync()
    {
        Conditions[] all = harness.Share is null ? [Conditions.Whole, Conditions.Plain] : [Conditions.Share, Conditions.Whole, Conditions.Plain];

        // The first round reads each program from the disk; it is not counted.
        for (var round = 0; round <= _starts; round++)
        {
            Step(round is 0 ? "starts: a first round that is not counted" : $"starts: round {round} of {_starts}");
            foreach (var conditions in all)
            {
                foreach (var candidate in Runnable)
                {
                    await candidate.TryAsync(() => StartAsync(candidate, conditions, isCounted: round > 0));
                }
            }
        }
    }

    private async Task StartAsync(Candidate candidate, Conditions conditions, bool isCounted)
    {
        await using var function = await MeasuredFunction.StartAsync(candidate, conditions, harness);
        var first = (await function.HandleAsync()).ToAnswer;
        var second = (await function.HandleAsync()).ToAnswer;
        if (isCounted)
        {
            candidate.Add($"next.{conditions.Key}", function.Init.TotalMilliseconds);
            candidate.Add($"first.{conditions.Key}", first.TotalMilliseconds);
            candidate.Add($"second.{conditions.Key}", second.TotalMilliseconds);
            candidate.Add($"start.{conditions.Key}", (function.Init + first).TotalMilliseconds);
        }
    }

    /// <summary>What Lambda bills for an event of a small fleet: at the share of 128 MB, some time after the event before.</summary>
    private async Task SpacedAsync()
    {
        var random = new Random(1);
        Step("spaced events at 128 MB's share, DynamoDB 4 ms away");
        await TakeTurnsAsync(Conditions.Spaced, warmUp: 20, async (candidate, function) =>
        {
            for (var i = 0; i < (options.Quick ? 2 : 15); i++)
            {
                // Two periods and a part of one: the budget is whole again, and the event comes at any time of a period.
                await Task.Delay(random.Next(40, 60), harness.CancellationToken);
                candidate.Add("spaced", (await function.HandleAsync()).ToNext.TotalMilliseconds);
            }
        });
    }

    private async Task CpuAsync(Conditions conditions, int events)
    {
        Step($"CPU per event, DynamoDB {conditions.Delay.TotalMilliseconds} ms away: {events} events");
        await TakeTurnsAsync(conditions, warmUp: 1_000, async (candidate, function) =>
        {
            var before = function.CpuTime;
            await function.HandleAsync(events / Turns);
            candidate.Add($"cpu.{conditions.Key}", (function.CpuTime - before).TotalMicroseconds / (events / Turns));
        });
    }

    private async Task MemoryAsync(int events)
    {
        Step($"peak memory over {events} events");
        foreach (var candidate in RunnableWarm)
        {
            await candidate.TryAsync(async () =>
            {
                await using var function = await MeasuredFunction.StartAsync(candidate, Conditions.Whole, harness);
                await function.HandleAsync(events);
                candidate.Add("memory", function.PeakMemory);
            });
        }
    }

    /// <summary>Warm functions live at the same time; one that waits for its turn is blocked in <c>next</c> and costs nothing.</summary>
    private async Task TakeTurnsAsync(Conditions conditions, int warmUp, Func<Candidate, MeasuredFunction, Task> turn)
    {
        var functions = new Dictionary<Candidate, MeasuredFunction>();
        try
        {
            foreach (var candidate in RunnableWarm)
            {
                await candidate.TryAsync(async () =>
                {
                    functions[candidate] = await MeasuredFunction.StartAsync(candidate, conditions, harness);
                    await functions[candidate].HandleAsync(warmUp);
                });
            }

            for (var i = 0; i < Turns; i++)
            {
                foreach (var candidate in RunnableWarm)
                {
                    await candidate.TryAsync(() => turn(candidate, functions[candidate]));
                }
            }
        }
        finally
        {
            foreach (var function in functions.Values)
            {
                await function.DisposeAsync();
            }
        }
    }

    private static void Step(string what) => Console.WriteLine($"[{DateTime.UtcNow:HH:mm:ss}] {what}");
}
