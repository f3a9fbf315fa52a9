// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Composer.Servers.Kestrel;

/// <summary>Reads certificate, chain and key from PEM files.</summary>
internal static class TlsCertificate
{
    /// <summary>What Kestrel needs to speak TLS.</summary>
    /// <exception cref="IOException">A file cannot be read; the message names it.</exception>
    public static HttpsConnectionAdapterOptions Load(string certfile, string? keyfile, string? password)
    {
        try
        {
            var certificate = string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPemFile(certfile, keyfile)
                : X509Certificate2.CreateFromEncryptedPemFile(certfile, password, keyfile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certfile);
            return new HttpsConnectionAdapterOptions { ServerCertificate = certificate, ServerCertificateChain = chain };
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot read the certificate '{certfile}' with the key '{keyfile ?? certfile}': {cause.Message}", cause);
        }
    }
}
