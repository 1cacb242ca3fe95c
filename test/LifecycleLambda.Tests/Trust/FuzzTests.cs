using System.Text;
using CsCheck;
using static LifecycleLambda.Tests.Trust.FuzzPayloads;

namespace LifecycleLambda.Tests.Trust;

/// <summary>Whatever comes in, it is applied or refused as an invalid event, and nothing else happens.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 100_000;

    private const int SixMegabytes = 6 * 1024 * 1024;

    [Fact]
    public void A_hundred_thousand_payloads_are_applied_or_refused()
    {
        using var target = new FuzzTarget();

        FuzzPayloads.Any.Sample(target.Take, iter: Inputs, threads: 1, print: Print);

        // Both sides of the fence were visited.
        Assert.InRange(target.Applied, Inputs / 20, Inputs);
        Assert.InRange(target.Refused, Inputs / 20, Inputs);
    }

    [Theory]
    [MemberData(nameof(Large))]
    public void Payload_of_six_megabytes_is_applied_or_refused(string name)
    {
        using var target = new FuzzTarget();

        target.Take(Payload(name));

        Assert.Equal(name is "white space before an event" or "unknown text" or "unknown fields" ? 1 : 0, target.Applied);
    }

    public static TheoryData<string> Large() =>
    [
        "open brackets", "digits", "client id", "white space before an event", "unknown text", "unknown fields", "zero bytes",
        "number of digits",
    ];

    internal static byte[] Payload(string name) => Encoding.UTF8.GetBytes(name switch
    {
        "open brackets" => new string('[', SixMegabytes),
        "digits" => new string('9', SixMegabytes),
        "zero bytes" => new string('\0', SixMegabytes),
        "client id" => Event($"\"clientId\":\"{new string('x', SixMegabytes)}\""),
        "white space before an event" => new string(' ', SixMegabytes) + Event("\"thingName\":\"pump\""),
        "unknown text" => Event($"\"unknown\":\"{new string('x', SixMegabytes)}\""),
        "unknown fields" => Event(Repeat("\"unknown\":1,", SixMegabytes / 12) + "\"last\":1"),
        "number of digits" => Event($"\"versionNumber\":{new string('9', SixMegabytes)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    });

    private static string Event(string field) =>
        "{\"clientId\":\"large\",\"timestamp\":1702562499818,\"eventType\":\"connected\",\"versionNumber\":0," + field + "}";

    private static string Print(byte[] payload) => $"{Encoding.UTF8.GetString(payload)}\n{Convert.ToBase64String(payload)}";
}
