using System.IO.Compression;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;

namespace LifecycleLambda.Benchmarks;

/// <summary>What is measured. The candidates take turns, so that a machine that gets slower does so for all of them.</summary>
internal sealed class Measurements(LambdaHarness harness, IReadOnlyList<Candidate> candidates, bool quick)
{
    private readonly int _starts = quick ? 2 : 7;
    private readonly int _scale = quick ? 1 : 10;

    private IEnumerable<Candidate> Runnable => candidates.Where(candidate => candidate.Problem is null);

    /// <summary>Without the peers that differ in their start alone.</summary>
    private IEnumerable<Candidate> RunnableWarm => Runnable.Where(candidate => !candidate.WarmsUp);

    internal async Task RunAsync(Predicate<string> isWanted)
    {
        foreach (var candidate in candidates)
        {
            Step($"preparing {candidate.Key}");
            await candidate.TryAsync(() => candidate.BuildAsync(candidate));
        }

        (string Name, Func<Task> MeasureAsync)[] figures =
            [("starts", StartsAsync), ("spaced", SpacedAsync), ("cpu", CpuAsync), ("memory", MemoryAsync)];
        foreach (var (_, measureAsync) in figures.Where(figure => isWanted(figure.Name)))
        {
            await measureAsync();
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
        Conditions[] all = [Conditions.Share, Conditions.Whole, Conditions.Plain];

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
        var first = (await function.DeliverAsync()).ToAnswer;
        var second = (await function.DeliverAsync()).ToAnswer;
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
        await TakeTurnsAsync(Conditions.Spaced, warmUp: 20, turns: 10, async (candidate, function) =>
        {
            for (var i = 0; i < (quick ? 2 : 15); i++)
            {
                // Two periods and a part of one: the budget is whole again, and the event comes at any time of a period.
                await Task.Delay(random.Next(40, 60), harness.CancellationToken);
                candidate.Add("spaced", (await function.DeliverAsync()).ToNext.TotalMilliseconds);
            }
        });
    }

    private async Task CpuAsync()
    {
        await CpuAsync(Conditions.Whole, eventsInTurn: 50 * _scale);
        await CpuAsync(Conditions.Paced, eventsInTurn: 20 * _scale);
    }

    private async Task CpuAsync(Conditions conditions, int eventsInTurn)
    {
        Step($"CPU per event, DynamoDB {conditions.Delay.TotalMilliseconds} ms away");
        await TakeTurnsAsync(conditions, warmUp: 1_000, turns: 10, async (candidate, function) =>
        {
            var before = function.CpuTime;
            await function.DeliverAsync(eventsInTurn);
            candidate.Add($"cpu.{conditions.Key}", (function.CpuTime - before).TotalMicroseconds / eventsInTurn);
        });
    }

    private async Task MemoryAsync()
    {
        var events = 2_000 * _scale;
        Step($"peak memory over {events} events");
        await TakeTurnsAsync(Conditions.Whole, warmUp: events, turns: 1, (candidate, function) =>
        {
            candidate.Add("memory", function.PeakMemory);
            return Task.CompletedTask;
        });
    }

    /// <summary>Warm functions live at the same time; one that waits for its turn is blocked in <c>next</c> and costs nothing.</summary>
    private async Task TakeTurnsAsync(Conditions conditions, int warmUp, int turns, Func<Candidate, MeasuredFunction, Task> turnAsync)
    {
        var functions = new Dictionary<Candidate, MeasuredFunction>();
        try
        {
            foreach (var candidate in RunnableWarm)
            {
                await candidate.TryAsync(async () =>
                {
                    functions[candidate] = await MeasuredFunction.StartAsync(candidate, conditions, harness);
                    await functions[candidate].DeliverAsync(warmUp);
                });
            }

            for (var turn = 0; turn < turns; turn++)
            {
                foreach (var (candidate, function) in functions.Where(pair => pair.Key.Problem is null))
                {
                    await candidate.TryAsync(() => turnAsync(candidate, function));
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
