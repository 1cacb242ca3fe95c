using System.CommandLine;
using LifecycleLambda.Local.Broker;
using LifecycleLambda.Local.DynamoDb;
using LifecycleLambda.Local.Lambda;
using LifecycleLambda.Local.Output;
using Spectre.Console;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>broker</c>: delivers the lifecycle events of real MQTT clients to the function and shows live who is online.</summary>
internal static class BrokerCommand
{
    internal static void AddTo(RootCommand root)
    {
        var duplicates = NumberOption.Share("--duplicates", 0, "The share of events that are delivered twice.");
        var loss = NumberOption.Share("--loss", 0, "The share of events that are lost for good.");
        var shuffle = new Option<bool>("--shuffle") { Description = "Delivers events of the last 3 seconds in random order." };
        var delay = NumberOption.Count("--delay", 0, least: 0, "The duration of each delivery in milliseconds.", unit: "MS");
        var resetAfter = NumberOption.Count(
            "--reset-after", 3600, least: 1, "The seconds offline after which a client's version starts again at 0.", unit: "SECONDS");
        var clockError = NumberOption.Count(
            "--clock-error", 0, least: 0, "The largest error of a timestamp in seconds, in both directions.", most: 86_400, "SECONDS");
        var addresses = new Option<bool>("--addresses") { Description = "Also shows the clients' IP addresses in the terminal's table." };
        var broker = new Command(
            "broker", "Runs an MQTT broker with AWS IoT Core's lifecycle events until Ctrl-C. Exit code 1 if a client ends up wrong.");
        Option[] own = [duplicates, loss, shuffle, delay, resetAfter, clockError, addresses];
        foreach (var option in BrokerPortOptions.All.Concat(own))
        {
            broker.Add(option);
        }

        BrokerCertificateCommand.AddTo(broker);
        broker.SetAction((arguments, cancellationToken) =>
        {
            var brokerOptions = new BrokerOptions
            {
                ResetAfter = TimeSpan.FromSeconds(arguments.GetValue(resetAfter)),
                ClockError = TimeSpan.FromSeconds(arguments.GetValue(clockError)),
                Duplicates = arguments.GetValue(duplicates),
                Loss = arguments.GetValue(loss),
                Shuffle = arguments.GetValue(shuffle),
                Delay = TimeSpan.FromMilliseconds(arguments.GetValue(delay)),
            };
            return RunAsync(brokerOptions, arguments.GetValue(addresses), arguments, cancellationToken);
        });
        root.Subcommands.Add(broker);
    }

    private static async Task<int> RunAsync(
        BrokerOptions brokerOptions, bool withAddresses, ParseResult arguments, CancellationToken cancellationToken)
    {
        var json = arguments.GetValue(LocalOptions.Json);
        var ports = BrokerPortOptions.Read(arguments);
        WarnIfRuleCanFail(brokerOptions);
        await using var environment = await LocalEnvironment.StartAsync(arguments, cancellationToken);
        await using var functions = environment.StartFunctions(arguments, FunctionPool.DefaultConcurrency);
        var live = json || Console.IsOutputRedirected ? null : new LiveView(environment.Items, withAddresses);
        var report = new Report(json);
        Action<Delivery> onDelivery = live is null ? report.Delivery : live.Add;
        // While the live view is shown, the terminal's library inserts other lines above it.
        Action<string> log = live is null ? Console.Error.WriteLine : AnsiConsole.WriteLine;
        await using var run = new BrokerRun(ports, functions, brokerOptions, onDelivery, log);
        var stored = await environment.Items.ReadAllAsync(cancellationToken);
        await run.StartAsync(stored);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Announce(run.Ports, environment.Connection, json);
        var show = live is null ? Task.CompletedTask : live.RunAsync(stored, end.Token);
        await Task.WhenAny(run.Broken, Task.Delay(Timeout.Infinite, end.Token));
        await end.CancelAsync();
        await show;
        await run.EndAsync();
        if (run.Broken.IsFaulted)
        {
            await run.Broken;
        }

        var items = await environment.Items.ReadAllAsync(CancellationToken.None);
        report.Items(items);
        var wrong = run.WrongIn(items);
        Console.Error.WriteLine($"The table is right about {run.LastEvents.Count - wrong.Count} of {run.LastEvents.Count} clients.");
        foreach (var clientId in wrong)
        {
            Console.Error.WriteLine($"wrong: {clientId.Escaped()}");
        }

        return wrong.Count is 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static void Announce(BrokerPorts ports, EngineConnection connection, bool json)
    {
        var broker = ports.At(ports.Mqtt);
        var tls = ports.At(ports.Tls);
        var webSocket = ports.At(ports.WebSocket, ports.HasSecureWebSockets ? "wss://" : "ws://", WebSocketListener.Path);
        var certificates = ports.Certificates?.Device("device");
        var api = ports.At(ports.Api, "http://");
        if (json)
        {
            var (endpoint, table) = (connection.Endpoint, connection.TableName);
            Report.JsonLine(new { broker, tls, webSocket, certificates, api, endpoint, table });
            return;
        }

        string?[] lines =
        [
            $"MQTT clients can connect to {broker}. The table {connection.TableName} is at {connection.Endpoint}. Press Ctrl-C to stop.",
            tls is null ? null : $"With TLS, they can connect to {tls}.",
            webSocket is null ? null : $"Over WebSockets, they can connect to {webSocket}.",
            certificates is null ? null : $"Clients with TLS need these files, and WebSockets only the first one:\n{certificates}",
            api is null ? null : $"The state of each client is at {api}/connections/CLIENT.",
        ];
        Console.WriteLine(string.Join('\n', lines.OfType<string>()));
    }

    private static void WarnIfRuleCanFail(BrokerOptions options)
    {
        var tolerance = LocalEnvironment.TimestampTolerance;
        if (!options.FitTheRule(tolerance))
        {
            var seconds = (tolerance + (options.ClockError * 2)).TotalSeconds;
            Console.Error.WriteLine(
                $"warning: the table can be wrong about some clients: the ordering rule needs a --reset-after of {seconds:0} or more "
                + "(the timestamp tolerance plus twice the clock error). To lower the tolerance, set TIMESTAMP_TOLERANCE_SECONDS, "
                + "which can be 300 or more.");
        }
    }
}
