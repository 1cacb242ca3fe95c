using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Presence;

/// <summary>Changes the function's requests and sends them to the real engine.</summary>
internal sealed class RequestRewriter(Action<JsonNode> rewrite) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        rewrite(body);
        // DynamoDB rejects values that no expression uses.
        var expressions = $"{body["ConditionExpression"]} {body["UpdateExpression"]} {body["FilterExpression"]} ";
        var values = body["ExpressionAttributeValues"]!.AsObject();
        foreach (var unused in values.Select(value => value.Key).Where(name => !Regex.IsMatch(expressions, $@"{name}\b")).ToList())
        {
            values.Remove(unused);
        }

        var contentType = request.Content.Headers.ContentType;
        request.Content = new StringContent(body.ToJsonString());
        request.Content.Headers.ContentType = contentType;
        return await base.SendAsync(request, cancellationToken);
    }
}
