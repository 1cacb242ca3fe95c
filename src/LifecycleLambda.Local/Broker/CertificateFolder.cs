using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LifecycleLambda.Local.Broker;

/// <summary>The folder of the broker's CA and its devices' certificates. Only its owner can read the files.</summary>
internal sealed class CertificateFolder
{
    private const string Certificate = "-certificate.pem.crt";
    private const string PrivateKey = "-private.pem.key";
    private const string PublicKey = "-public.pem.key";

    private const string Remedy = "Choose another folder with --certificates DIR.";

    private readonly string _path;

    private CertificateFolder(string path, Action<string> log)
    {
        _path = path;
        CreateFolder(path);
        Authority = OpenAuthority(log);
    }

    internal CertificateAuthority Authority { get; }

    /// <summary>The CA's certificate. AWS IoT's devices know the file of this name.</summary>
    private string CaFile => Path.Combine(_path, "AmazonRootCA1.pem");

    /// <summary>Opens the folder. Makes the folder and the CA on first use, and renews the CA's certificate if it has expired.</summary>
    /// <exception cref="UserErrorException">The folder can't be used.</exception>
    internal static CertificateFolder Open(string path, Action<string> log) =>
        Use(path, () => new CertificateFolder(Path.GetFullPath(path), log));

    /// <summary>Returns a device's files. Makes them if the device has no valid certificate.</summary>
    /// <exception cref="UserErrorException">The folder can't be used.</exception>
    internal DeviceFiles Device(string name) => Use(_path, () =>
    {
        foreach (var file in Directory.EnumerateFiles(_path, $"*{Certificate}").Order(StringComparer.Ordinal))
        {
            using var certificate = Read(file, pem => X509Certificate2.CreateFromPem(pem), "a certificate");
            var files = new DeviceFiles(CaFile, file, file.Replace(Certificate, PrivateKey, StringComparison.Ordinal));
            if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == name
                && Authority.Problem(certificate) is null && File.Exists(files.PrivateKey))
            {
                using var both = Read(
                    files.PrivateKey,
                    key => X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), key),
                    "the private key of the certificate");
                return files;
            }
        }

        return CreateDevice(name);
    });

    private DeviceFiles CreateDevice(string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = Authority.IssueDevice(key, name);
        var path = Path.Combine(_path, Id(certificate));
        Write($"{path}{PrivateKey}", key.ExportRSAPrivateKeyPem());
        Write($"{path}{PublicKey}", key.ExportSubjectPublicKeyInfoPem());
        Write($"{path}{Certificate}", certificate.ExportCertificatePem());
        return new DeviceFiles(CaFile, $"{path}{Certificate}", $"{path}{PrivateKey}");
    }

    /// <summary>Returns a certificate's id in AWS IoT, which is the principal of the certificate's clients.</summary>
    internal static string Id(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));

    private CertificateAuthority OpenAuthority(Action<string> log)
    {
        var keyFile = Path.Combine(_path, "AmazonRootCA1.key");
        using var key = RSA.Create(2048);
        if (File.Exists(keyFile))
        {
            Read(keyFile, pem => { key.ImportFromPem(pem); return key; }, "a private key");
        }
        else if (File.Exists(CaFile))
        {
            throw new UserErrorException($"Can't use the certificates in {_path}: {CaFile} is from another CA. {Remedy}");
        }
        else
        {
            Write(keyFile, key.ExportRSAPrivateKeyPem());
        }

        if (File.Exists(CaFile))
        {
            var certificate = Read(CaFile, pem => X509Certificate2.CreateFromPem(pem), "a certificate");
            if (certificate.NotAfter > DateTime.Now)
            {
                return new CertificateAuthority(
                    Read(CaFile, _ => certificate.CopyWithPrivateKey(key), "the certificate of AmazonRootCA1.key"));
            }

            log($"The CA certificate {CaFile} had expired, so it was renewed. Copy it and a new device certificate to your devices.");
        }

        var renewed = CertificateAuthority.CreateCertificate(key);
        Write(CaFile, renewed.ExportCertificatePem());
        return new CertificateAuthority(renewed);
    }

    private static T Use<T>(string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Can't use the certificates in {path}: {exception.Message} {Remedy}", exception);
        }
    }

    private static T Read<T>(string file, Func<string, T> parse, string what)
    {
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new UserErrorException($"Can't use {file}: it isn't {what} in PEM format. {Remedy}", exception);
        }
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Write(string file, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(pem);
    }
}
