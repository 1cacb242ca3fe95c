namespace LifecycleLambda.Tests.Local.Commands;

public sealed class WrongUsageTests
{
    [Theory]
    [InlineData("Required argument", "invoke")]
    [InlineData("Can't read a file whose name is empty", "invoke", "")]
    [InlineData("Unknown option --bogus", "invoke", "--bogus")]
    [InlineData("Can't read no-such-file.json", "invoke", "no-such-file.json")]
    [InlineData("--port must be from 0 to 65535", "engine", "--port", "-1")]
    [InlineData("--clients must be 1 or more", "simulate", "--clients", "0")]
    [InlineData("--duplicates must be from 0 to 1", "simulate", "--duplicates", "1.5")]
    [InlineData("Cannot parse argument 'much' for option '--loss'", "simulate", "--loss", "much")]
    [InlineData("--confirm-after needs the table's stream", "simulate", "--no-stream", "--confirm-after", "300")]
    [InlineData("--events needs the table's stream", "simulate", "--no-stream", "--events")]
    [InlineData("--reset-after must be 1 or more", "broker", "--reset-after", "0")]
    [InlineData("--tls-port must be from 0 to 65535", "broker", "--tls-port", "65536")]
    [InlineData("--websocket-tls requires --websocket-port", "broker", "--websocket-tls")]
    [InlineData("A device's name has up to 64 letters", "broker", "certificate", "../device")]
    [InlineData("A device's name has up to 64 letters", "broker", "certificate", "")]
    [InlineData("--host nowhere isn't an IP address", "broker", "--host", "nowhere")]
    [InlineData("--for must be a number and a unit", "online", "--for", "10")]
    [InlineData("--for must be a number and a unit", "online", "--for", "99999999d")]
    [InlineData("--offline and --confirmed-offline can't be used together", "online", "--offline", "--confirmed-offline")]
    [InlineData("Can't read the table: the file no-such.db doesn't exist", "online", "--db-path", "no-such.db", "--endpoint", "")]
    [InlineData("Option '--iot-endpoint' is required", "verify")]
    [InlineData("--settle must be a number and a unit", "verify", "--iot-endpoint", "a.example.com", "--settle", "10")]
    [InlineData("Can't use the endpoint ftp://a", "verify", "--iot-endpoint", "ftp://a")]
    [InlineData("Can't use the endpoint a/b", "verify", "--iot-endpoint", "a/b")]
    [InlineData("Can't read no-such-file", "verify", "--iot-endpoint", "a.example.com", "--clients", "no-such-file")]
    public async Task Wrong_usage_is_refused_before_anything_starts(string message, params string[] arguments)
    {
        (await LocalProgram.RunAsync("", arguments)).AssertRefused(message);

        Assert.False(File.Exists("no-such.db"));
    }
}
