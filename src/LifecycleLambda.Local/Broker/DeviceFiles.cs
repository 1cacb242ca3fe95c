namespace LifecycleLambda.Local.Broker;

/// <summary>The files that a client needs, named as AWS IoT's console names its downloads.</summary>
internal sealed record DeviceFiles(string Ca, string Certificate, string PrivateKey)
{
    public override string ToString() => $"CA certificate: {Ca}\nCertificate:    {Certificate}\nPrivate key:    {PrivateKey}";
}
