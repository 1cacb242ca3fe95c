using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using LifecycleLambda.Local.Online;

namespace LifecycleLambda.Local.Commands;

/// <summary>Who is online, from a deployed table or one on this machine.</summary>
internal sealed class OnlineCommand
{
    private readonly Option<bool> _offline = new("--offline") { Description = "Who is offline instead." };

    private readonly Option<bool> _confirmed = new("--confirmed-offline") { Description = "Who is offline and confirmed to be, instead." };

    private readonly Option<TimeSpan?> _for = new("--for")
    {
        Description = "Only those in this state for at least so long: 90s, 10m, 2h, 7d.",
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    private readonly Option<string?> _prefix = new("--prefix") { Description = "Only clients whose id begins so.", HelpName = "TEXT" };

    private readonly Option<bool> _count = new("--count") { Description = "Prints two numbers only: how many, and how many clients are known." };

    private readonly Option<long?> _limit = new("--limit") { Description = "Ends after so many clients.", HelpName = "N" };

    private readonly Option<int?> _segments = new("--segments")
    {
        Description = "Reads so many parts of the table at a time. Default: by the table's size, 1 to 8.",
        HelpName = "N",
    };

    internal static Option<bool> Personal() => new("--personal") { Description = "Also shows personal data: the IP address and the principal." };

    internal static void AddTo(RootCommand root) => new OnlineCommand().AddCommandTo(root);

    private void AddCommandTo(RootCommand root)
    {
        var personal = Personal();
        var command = new Command("online", """
            Who is online, in the deployed table that --table names (with your AWS credentials and Region), or in a local one with
            --endpoint or --db-path. Reads the whole table, eventually consistent, and creates none.
            """)
        {
            _offline, _confirmed, _for, _prefix, _count, _limit, _segments, personal,
        };
        _limit.Validators.Add(AtLeastOne);
        _segments.Validators.Add(AtLeastOne);
        command.Validators.Add(result =>
        {
            foreach (var (one, other) in new (Option, Option)[] { (_offline, _confirmed), (_count, _limit), (_count, personal) })
            {
                if (result.GetResult(one) is not null && result.GetResult(other) is not null)
                {
                    result.AddError($"{one.Name} and {other.Name} exclude each other.");
                }
            }
        });
        command.SetAction((arguments, cancellationToken) => ExistingTable.UseAsync(
            arguments,
            table => arguments.GetValue(_count)
                ? CountAsync(table, arguments, cancellationToken)
                : ListAsync(table, arguments, arguments.GetValue(personal), cancellationToken),
            cancellationToken));
        root.Subcommands.Add(command);
    }

    private async Task<int> CountAsync(ExistingTable table, ParseResult arguments, CancellationToken cancellationToken)
    {
        var filter = Filter(arguments);
        var progress = new ScanProgress(table.Items);
        var scan = await CountAsync(filter);
        // What is known is in the answers already, unless a prefix is left out of it: that takes a second scan.
        var known = filter.Prefix is null ? scan.Scanned : (await CountAsync(new PresenceFilter(State: null, Prefix: filter.Prefix))).Matched;
        progress.Clear();
        Console.WriteLine(arguments.GetValue(LocalOptions.Json)
            ? $"{{{JsonSerializer.Serialize(filter.State)}:{scan.Matched},\"known\":{known}}}"
            : $"{filter.State} {scan.Matched}\nknown {known}");
        return ExitCode.Success;

        async Task<PresenceScan> CountAsync(PresenceFilter asked)
        {
            var counting = new PresenceScan(table, arguments.GetValue(_segments) ?? table.Segments);
            await counting.RunAsync(asked, attributes: null, _ => Show(counting), cancellationToken);
            return counting;
        }

        bool Show(PresenceScan counting)
        {
            progress.Show(counting.Scanned);
            return true;
        }
    }

    private async Task<int> ListAsync(ExistingTable table, ParseResult arguments, bool personal, CancellationToken cancellationToken)
    {
        var filter = Filter(arguments);
        var limit = arguments.GetValue(_limit);
        var progress = new ScanProgress(table.Items);
        using var list = new PresenceList(arguments.GetValue(LocalOptions.Json), limit ?? long.MaxValue, progress);
        // With a limit most of the table is not read: segments would only read more than is shown.
        var scan = new PresenceScan(table, arguments.GetValue(_segments) ?? (limit is null ? table.Segments : 1));
        await scan.RunAsync(filter, PresenceList.Attributes(personal), page =>
        {
            var more = list.Add(page.Items ?? []);
            progress.Show(scan.Scanned);
            return more;
        }, cancellationToken);
        list.End(filter.State!);
        return ExitCode.Success;
    }

    private PresenceFilter Filter(ParseResult arguments) => new(
        arguments.GetValue(_confirmed) ? PresenceFilter.ConfirmedOffline : arguments.GetValue(_offline) ? PresenceFilter.Offline : PresenceFilter.Online,
        DateTimeOffset.UtcNow - arguments.GetValue(_for),
        arguments.GetValue(_prefix) is { Length: > 0 } prefix ? prefix : null);

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var unit = text is [.., var last] ? last switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        } : TimeSpan.Zero;
        // A hundred years are enough for anybody, and no date overflows.
        if (unit > TimeSpan.Zero && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * unit.TotalDays <= 36_500)
        {
            return number * unit;
        }

        result.AddError("--for takes a number and a unit, s, m, h or d: 10m is ten minutes.");
        return null;
    }

    private static void AtLeastOne(OptionResult result)
    {
        if (result.Tokens is [var token] && long.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < 1)
        {
            result.AddError($"{result.Option.Name} must be 1 or more.");
        }
    }
}
