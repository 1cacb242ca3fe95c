using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Certificates;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace LifecycleLambda.Local.Broker;

/// <summary>MQTT over mutual TLS. It logs each rejected client.</summary>
/// <param name="authority">The CA of the clients' certificates.</param>
/// <param name="log">Receives a sentence for each rejected client, from several threads.</param>
internal sealed class TlsListener(CertificateAuthority authority, Action<string> log) : IMqttNetLogger
{
    public bool IsEnabled => true;

    /// <summary>Adds the listener to a broker's options, with the address of the listener without TLS.</summary>
    internal void Configure(MqttServerOptions options, int port, X509Certificate2 serverCertificate)
    {
        var tls = options.TlsEndpointOptions;
        tls.IsEnabled = true;
        tls.BoundInterNetworkAddress = options.DefaultEndpointOptions.BoundInterNetworkAddress;
        tls.BoundInterNetworkV6Address = options.DefaultEndpointOptions.BoundInterNetworkV6Address;
        tls.Port = port;
        tls.LingerState = null;
        tls.SslProtocol = SslProtocols.Tls12 | SslProtocols.Tls13;
        tls.CertificateProvider = new X509CertificateProvider(serverCertificate);
        tls.ClientCertificateRequired = true;
        tls.RemoteCertificateValidationCallback = (_, certificate, _, _) => IsAccepted(certificate);
    }

    /// <summary>Receives what MQTTnet logs, of which only failed handshakes are of interest.</summary>
    public void Publish(MqttNetLogLevel level, string source, string message, object[] parameters, Exception? exception)
    {
        // If the message names the callback, IsAccepted has logged the reason.
        if (source is not nameof(MqttTcpServerListener)
            || exception?.Message.Contains(nameof(RemoteCertificateValidationCallback), StringComparison.Ordinal) is true)
        {
            return;
        }

        switch (exception)
        {
            case AuthenticationException { InnerException: null }:
                log("Rejected a TLS client: it doesn't use TLS. Connect it to the port without TLS, or switch on its TLS.");
                break;
            case AuthenticationException or IOException:
                var reason = exception.GetBaseException().Message.TrimEnd('.');
                log($"Rejected a TLS client: the handshake failed ({reason}). It must support TLS 1.2 and trust AmazonRootCA1.pem.");
                break;
        }
    }

    private bool IsAccepted(X509Certificate? certificate)
    {
        if (authority.Problem(certificate) is not { } problem)
        {
            return true;
        }

        log($"Rejected a TLS client: {problem}. Use a certificate that the command broker certificate NAME makes.");
        return false;
    }
}
