using System.Globalization;
using System.Text.Json;

namespace LifecycleLambda.Benchmarks.Harness;

/// <summary>Whether a request is the one conditional UpdateItem that an event becomes: the same rule for every candidate.</summary>
internal static class UpdateCheck
{
    private const long ToleranceMs = 900_000;

    /// <returns>What is wrong with it, or null.</returns>
    internal static string? Check(byte[] body, SampleEvent sample, string condition)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var request = document.RootElement;
            var update = request.GetProperty("UpdateExpression").GetString()!;
            return Differs("TableName", request.GetProperty("TableName").GetString(), FakeDynamoDb.TableName)
                ?? Differs("Key", request.GetProperty("Key").GetProperty("clientId").GetProperty("S").GetString(), sample.ClientId)
                ?? Differs("ConditionExpression", request.GetProperty("ConditionExpression").GetString(), condition)
                ?? Differs(
                    "ReturnValuesOnConditionCheckFailure",
                    request.GetProperty("ReturnValuesOnConditionCheckFailure").GetString(),
                    "ALL_OLD")
                ?? Number(request, ":versionNumber", sample.VersionNumber)
                ?? Number(request, ":timestamp", sample.Timestamp)
                ?? Number(request, ":timestampMinusTolerance", sample.Timestamp - ToleranceMs)
                ?? Number(request, ":timestampPlusTolerance", sample.Timestamp + ToleranceMs)
                ?? Missing(update, sample.IsConnect ? Connected : Disconnected);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"its request is incomplete: {exception.Message}";
        }
    }

    private static readonly string[] Both =
        ["eventType", "versionNumber", "#timestamp", "sessionIdentifier", "principalIdentifier", "thingName", "offlineConfirmedAt", "expiresAt"];

    private static readonly string[] Connected = [.. Both, "connectedAt", "ipAddress", "clientInitiatedDisconnect", "disconnectReason"];

    private static readonly string[] Disconnected = [.. Both, "disconnectedAt", "clientInitiatedDisconnect", "disconnectReason"];

    private static string? Number(JsonElement request, string placeholder, long expected) => Differs(
        placeholder,
        request.GetProperty("ExpressionAttributeValues").GetProperty(placeholder).GetProperty("N").GetString(),
        expected.ToString(CultureInfo.InvariantCulture));

    private static string? Differs(string what, string? actual, string expected) =>
        actual == expected ? null : $"{what} is '{actual}', not '{expected}'";

    private static string? Missing(string update, string[] attributes) =>
        attributes.FirstOrDefault(attribute => !update.Contains(attribute, StringComparison.Ordinal)) is { } missing
            ? $"its update does not name {missing}"
            : null;
}
