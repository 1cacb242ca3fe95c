using System.Text;

namespace LifecycleLambda.Local;

/// <summary>The client ids that AWS IoT accepts
/// (https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_GetConnection.html).</summary>
internal static class IotClientId
{
    private const int Longest = 128;

    /// <summary>Returns the reason why AWS IoT doesn't accept an id, or null if it does. AWS IoT gives a client without an id one that
    /// begins with $, so no other client can have such an id.</summary>
    internal static string? Problem(string clientId) => clientId switch
    {
        "" => "it is empty",
        ['$', ..] => "it begins with $",
        _ when Encoding.UTF8.GetByteCount(clientId) > Longest => $"it is longer than {Longest} bytes",
        _ => null,
    };
}
