// SPDX-License-Identifier: MIT
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Composer.Servers.Kestrel;

/// <summary>Certificate, chain and key from PEM files, which may be renewed while the server runs.</summary>
internal sealed partial class TlsCertificate
{
    private readonly string _certfile;
    private readonly string _keyfile;
    private readonly string? _password;
    private readonly ILogger _log;
    private SslStreamCertificateContext _context;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read; the message names it.</exception>
    public TlsCertificate(string certfile, string? keyfile, string? password, ILogger log)
    {
        (_certfile, _keyfile, _password, _log) = (certfile, keyfile ?? certfile, string.IsNullOrEmpty(password) ? null : password, log);
        _context = Read();
    }

    /// <summary>What Kestrel needs to speak TLS: for each connection what was read last.</summary>
    public TlsHandshakeCallbackOptions ForKestrel() => new()
    {
        OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(new SslServerAuthenticationOptions { ServerCertificateContext = Volatile.Read(ref _context) }),
    };

    /// <summary>Reads the files again. If they are no good, what there was stays in use.</summary>
    public void ReadAgain()
    {
        try
        {
            Volatile.Write(ref _context, Read());
        }
        catch (IOException failure)
        {
            Log.NotReadAgain(_log, failure.Message);
        }
    }

    private SslStreamCertificateContext Read()
    {
        try
        {
            var certificate = _password is null
                ? X509Certificate2.CreateFromPemFile(_certfile, _keyfile)
                : X509Certificate2.CreateFromEncryptedPemFile(_certfile, _password, _keyfile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_certfile);
            WarnUnlessValidNow(certificate);
            return SslStreamCertificateContext.Create(certificate, chain);
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot read the certificate '{_certfile}' with the key '{_keyfile}': {Why(cause).TrimEnd('.')}", cause);
        }
    }

    private void WarnUnlessValidNow(X509Certificate2 certificate)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (now > certificate.NotAfter)
        {
            Log.Expired(_log, _certfile, certificate.NotAfter.ToUniversalTime());
        }
        if (now < certificate.NotBefore)
        {
            Log.NotYet(_log, _certfile, certificate.NotBefore.ToUniversalTime());
        }
    }

    // What .NET says names three reasons at once.
    private string Why(Exception cause)
    {
        var key = cause is CryptographicException ? File.ReadAllText(_keyfile) : null;
        return key switch
        {
            null => cause.Message,
            _ when !key.Contains("PRIVATE KEY-----", StringComparison.Ordinal) => "there is no private key in PEM form; name its file with keyfile",
            _ when _password is null && key.Contains("ENCRYPTED", StringComparison.Ordinal) => "the key is encrypted; write keyfile_password, too",
            _ when _password is not null && !key.Contains("ENCRYPTED", StringComparison.Ordinal) => "the key is not encrypted; leave keyfile_password out",
            _ => cause.Message,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the certificate '{File}' has expired: it was valid until {NotAfter:u}")]
        public static partial void Expired(ILogger log, string file, DateTime notAfter);

        [LoggerMessage(2, LogLevel.Warning, "the certificate '{File}' is not valid yet: it will be from {NotBefore:u}")]
        public static partial void NotYet(ILogger log, string file, DateTime notBefore);

        [LoggerMessage(3, LogLevel.Error, "{Reason}; what was read before stays in use")]
        public static partial void NotReadAgain(ILogger log, string reason);
    }
}
