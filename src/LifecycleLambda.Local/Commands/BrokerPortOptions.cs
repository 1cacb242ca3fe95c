using System.CommandLine;
using System.Net;
using LifecycleLambda.Local.Broker;

namespace LifecycleLambda.Local.Commands;

/// <summary>The options of <c>broker</c> that concern its ports and certificates.</summary>
internal static class BrokerPortOptions
{
    /// <summary>The usual port of MQTT with TLS.</summary>
    private const int SecurePort = 8883;

    private static readonly Option<int> Mqtt = NumberOption.Count(
        "--port", 1883, least: 0, "The port that MQTT clients connect to; 0 chooses a free port.", IPEndPoint.MaxPort);

    private static readonly Option<int?> Tls = NumberOption.Port(
        "--tls-port", $"Also opens this port for MQTT with TLS and client certificates, {SecurePort} by default.");

    private static readonly Option<int?> WebSocket = NumberOption.Port(
        "--websocket-port", $"Also opens this port for MQTT over WebSockets, on the path {WebSocketListener.Path}.");

    private static readonly Option<bool> WebSocketTls = new("--websocket-tls") { Description = "Uses TLS for the WebSockets." };

    private static readonly Option<int?> Api = NumberOption.Port(
        "--api-port", "Also opens this port for AWS IoT's GetConnection: GET /connections/CLIENT.");

    /// <summary>The option for the folder of the certificates, also of the subcommand.</summary>
    private static readonly Option<string?> Certificates = new("--certificates")
    {
        Description = "Keeps the CA and the devices' certificates in this folder. Default: a folder in your cache.",
        HelpName = "DIR",
        Recursive = true,
    };

    static BrokerPortOptions()
    {
        Tls.Arity = ArgumentArity.ZeroOrOne;
        WebSocketTls.Validators.Add(result =>
        {
            if (result is { Implicit: false } && result.GetResult(WebSocket) is null)
            {
                result.AddError($"{WebSocketTls.Name} requires {WebSocket.Name}.");
            }
        });
    }

    internal static IEnumerable<Option> All => [Mqtt, Tls, WebSocket, WebSocketTls, Api, Certificates];

    internal static BrokerPorts Read(ParseResult arguments)
    {
        var ports = new BrokerPorts(arguments.GetValue(LocalOptions.Host)!, arguments.GetValue(Mqtt))
        {
            Tls = arguments.GetResult(Tls) is null ? null : arguments.GetValue(Tls) ?? SecurePort,
            WebSocket = arguments.GetValue(WebSocket),
            HasSecureWebSockets = arguments.GetValue(WebSocketTls),
            Api = arguments.GetValue(Api),
        };
        return ports is { Tls: null, HasSecureWebSockets: false } ? ports : ports with { Certificates = OpenCertificates(arguments) };
    }

    internal static CertificateFolder OpenCertificates(ParseResult arguments) => CertificateFolder.Open(
        arguments.GetValue(Certificates) is { Length: > 0 } folder ? folder : UserCache.Folder("the certificates", "certificates"),
        Console.Error.WriteLine);
}
