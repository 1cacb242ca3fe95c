using System.CommandLine;
using System.Text.RegularExpressions;
using LifecycleLambda.Local.Output;

namespace LifecycleLambda.Local.Commands;

/// <summary><c>broker certificate</c>: makes the certificate of another device.</summary>
internal static partial class BrokerCertificateCommand
{
    internal static void AddTo(Command broker)
    {
        const string Rule = "A device's name has up to 64 letters, digits, and the characters : _ -";
        var name = new Argument<string>("NAME") { Description = Rule };
        name.Validators.Add(result =>
        {
            if (!DeviceName.IsMatch(result.Tokens.Single().Value))
            {
                result.AddError(Rule);
            }
        });
        var certificate = new Command("certificate", "Prints the paths of a device's files. Makes the files on first use.") { name };
        certificate.SetAction(arguments =>
        {
            var files = BrokerPortOptions.OpenCertificates(arguments).Device(arguments.GetValue(name)!);
            if (arguments.GetValue(LocalOptions.Json))
            {
                Report.JsonLine(files);
            }
            else
            {
                Console.WriteLine(files);
            }

            return ExitCode.Success;
        });
        broker.Subcommands.Add(certificate);
    }

    [GeneratedRegex("^[A-Za-z0-9:_-]{1,64}$")]
    private static partial Regex DeviceName { get; }
}
