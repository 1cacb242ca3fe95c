using System.IO.Compression;
using LifecycleLambda.Benchmarks.Candidates;
using LifecycleLambda.Benchmarks.Harness;

namespace LifecycleLambda.Benchmarks;

/// <summary>Measures the candidates in turns, so that a machine that becomes slower does so for all of them.</summary>
internal sealed class Measurements(LambdaHarness harness, IReadOnlyList<Candidate> candidates, int batchSize, bool quick)
{
    private readonly int _starts = quick ? 2 : 7;
    private readonly int _scale = quick ? 1 : 10;

    private IEnumerable<Candidate> Runnable => candidates.Where(candidate => candidate.Problem is null);

    /// <summary>Excludes the peers with a warm-up, because they differ only in their start.</summary>
    private IEnumerable<Candidate> RunnableWarm => Runnable.Where(candidate => !candidate.WarmsUp);

    internal async Task RunAsync(IEnumerable<string> figures)
    {
        foreach (var candidate in candidates)
        {
            WriteStep($"preparing {candidate.Key}");
            await candidate.TryAsync(() => candidate.BuildAsync(candidate));
        }

        var measurements = new Dictionary<string, Func<Task>>
        {
            ["starts"] = MeasureStartsAsync,
            ["spaced"] = MeasureSpacedAsync,
            ["buffered"] = MeasureBufferedAsync,
            ["cpu"] = MeasureCpuAsync,
            ["memory"] = MeasureMemoryAsync,
        };
        foreach (var figure in figures)
        {
            await measurements[figure]();
        }

        foreach (var candidate in RunnableWarm)
        {
            using var package = new MemoryStream();
            ZipFile.CreateFromDirectory(candidate.Folder, package, CompressionLevel.SmallestSize, includeBaseDirectory: false);
            candidate.Add("package", package.Length / (1024.0 * 1024.0));
        }
    }

    /// <summary>Measures the start of the process up to its first <c>next</c>, the first event, and the second right after it.</summary>
    private async Task MeasureStartsAsync()
    {
        Conditions[] all = [Conditions.Share, Conditions.Whole, Conditions.Plain];

        // Round 0 reads each program from the disk, so it isn't counted.
        for (var round = 0; round <= _starts; round++)
        {
            WriteStep($"starts: round {round} of {_starts}");
            foreach (var conditions in all)
            {
                foreach (var candidate in Runnable)
                {
                    await candidate.TryAsync(() => MeasureStartAsync(candidate, conditions, isCounted: round > 0));
                }
            }
        }
    }

    private async Task MeasureStartAsync(Candidate candidate, Conditions conditions, bool isCounted)
    {
        await using var function = new MeasuredFunction(candidate, conditions, harness);
        await function.StartAsync(warmUp: 0);
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

    /// <summary>Measures what Lambda bills for an event of a small fleet, which comes some time after the event before.</summary>
    private async Task MeasureSpacedAsync()
    {
        var random = new Random(1);
        WriteStep("spaced events at the share of 128 MB, DynamoDB 4 ms away");
        await TakeTurnsAsync(RunnableWarm, Conditions.Spaced, warmUp: 20, async (candidate, function) =>
        {
            for (var i = 0; i < (quick ? 2 : 15); i++)
            {
                // Pauses two periods and a random part of one, so that the quota is full and events come at any time of a period.
                await Task.Delay(random.Next(40, 60), harness.CancellationToken);
                var (_, toNext, added) = await function.DeliverAsync();
                candidate.Add("spaced", toNext.TotalMilliseconds);
                candidate.Add("added", added.TotalMilliseconds);
            }
        });
    }

    /// <summary>Measures the events per second of one execution that works off a queue.</summary>
    private async Task MeasureBufferedAsync()
    {
        var events = 20 * _scale;
        foreach (var memoryMb in (int[])[128, 256, 512])
        {
            WriteStep($"buffered events in batches of {batchSize} at the share of {memoryMb} MB, DynamoDB 4 ms away");
            var accepting = RunnableWarm.Where(candidate => candidate.AcceptsBatches);
            await TakeTurnsAsync(accepting, Conditions.Paced with { MemoryMb = memoryMb }, warmUp: events, async (candidate, function) =>
                candidate.Add($"buffered.{memoryMb}", await function.DrainAsync(events, batchSize)));
        }
    }

    private async Task MeasureCpuAsync()
    {
        await MeasureCpuAsync(Conditions.Whole, eventsInTurn: 50 * _scale);
        await MeasureCpuAsync(Conditions.Paced, eventsInTurn: 20 * _scale);
    }

    private async Task MeasureCpuAsync(Conditions conditions, int eventsInTurn)
    {
        WriteStep($"CPU per event, DynamoDB {conditions.Delay.TotalMilliseconds} ms away");
        await TakeTurnsAsync(RunnableWarm, conditions, warmUp: 1_000, async (candidate, function) =>
        {
            var before = function.CpuTime;
            await function.DeliverAsync(eventsInTurn);
            candidate.Add($"cpu.{conditions.Key}", (function.CpuTime - before).TotalMicroseconds / eventsInTurn);
        });
    }

    private async Task MeasureMemoryAsync()
    {
        var events = 2_000 * _scale;
        WriteStep($"peak memory over {events} events");
        foreach (var candidate in RunnableWarm)
        {
            await candidate.TryAsync(async () =>
            {
                await using var function = new MeasuredFunction(candidate, Conditions.Whole, harness);
                await function.StartAsync(warmUp: events);
                candidate.Add("memory", function.PeakMemory);
            });
        }
    }

    /// <summary>Keeps a warm function of each candidate; one that waits for its turn is blocked in <c>next</c> and uses no CPU.</summary>
    private async Task TakeTurnsAsync(
        IEnumerable<Candidate> measured, Conditions conditions, int warmUp, Func<Candidate, MeasuredFunction, Task> turnAsync)
    {
        var functions = new Dictionary<Candidate, MeasuredFunction>();
        try
        {
            foreach (var candidate in measured)
            {
                var function = functions[candidate] = new MeasuredFunction(candidate, conditions, harness);
                await candidate.TryAsync(() => function.StartAsync(warmUp));
            }

            for (var turn = 0; turn < 10; turn++)
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

    private static void WriteStep(string step) => Console.WriteLine($"[{DateTime.UtcNow:HH:mm:ss}] {step}");
}
