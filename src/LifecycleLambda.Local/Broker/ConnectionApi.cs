using System.Net;
using LifecycleLambda.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LifecycleLambda.Local.Broker;

/// <summary>AWS IoT's GetConnection for the broker's clients, with any signature or none
/// (https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_GetConnection.html).</summary>
internal static class ConnectionApi
{
    private const string Root = "/connections/";

    internal static WebApplication Create(IPEndPoint address, ClientSessions sessions)
    {
        var server = LoopbackServer.Create(host => host.UseUrls($"http://{address}"));
        server.Run(context => Respond(context, sessions).ExecuteAsync(context));
        return server;
    }

    private static IResult Respond(HttpContext context, ClientSessions sessions)
    {
        // Kestrel's path is decoded except for its slashes. So the client id comes from the request line, where its slashes are encoded.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        if (context.Request.Method is not "GET" || target.LastIndexOf('/') != Root.Length - 1
            || !target.StartsWith(Root, StringComparison.Ordinal))
        {
            return Error(context, StatusCodes.Status404NotFound, "UnknownOperationException", $"Only GET {Root}CLIENT is supported.");
        }

        var clientId = Uri.UnescapeDataString(target[Root.Length..]);
        if (IotClientId.Problem(clientId) is { } problem)
        {
            return Error(context, StatusCodes.Status400BadRequest, "InvalidRequestException", $"The client id isn't accepted: {problem}.");
        }

        return sessions.Last(clientId) switch
        {
            null => Error(context, StatusCodes.Status404NotFound, "ResourceNotFoundException", "This client has never connected."),
            { Event.EventType: LifecycleEventType.Connected } last =>
                Results.Json(new { clientId, connected = true, connectedSince = last.Since }),
            { } last => Results.Json(new
            {
                clientId,
                connected = false,
                disconnectedSince = last.Since,
                disconnectReason = last.Event.DisconnectReason,
            }),
        };
    }

    private static IResult Error(HttpContext context, int status, string type, string message)
    {
        context.Response.Headers["x-amzn-ErrorType"] = type;
        return Results.Json(new { message }, statusCode: status);
    }
}
