// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Composer.Middleware;

/// <summary>A token in its compact form (RFC 7515 §3.1), taken apart; nothing in it is to be believed before its signature was verified.</summary>
internal sealed class JwtText
{
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly string _payload;

    private JwtText(string algorithm, string? keyId, byte[] signed, string payload, byte[] signature)
    {
        (Algorithm, KeyId, Signed, _payload, Signature) = (algorithm, keyId, signed, payload, signature);
    }

    /// <summary>The <c>alg</c> that it claims.</summary>
    public string Algorithm { get; }

    /// <summary>The <c>kid</c> that it claims, or null.</summary>
    public string? KeyId { get; }

    /// <summary>What is signed: header and payload as they were sent.</summary>
    public byte[] Signed { get; }

    /// <summary>The signature.</summary>
    public byte[] Signature { get; }

    /// <summary>Null when it is ill-formed, or demands something critical (§4.1.11) that nobody here knows.</summary>
    public static JwtText? Parse(string token)
    {
        if (token.Split('.') is not [var head, var payload, var signature] || Decode(head) is not { } header || Decode(signature) is not { } signatureBytes || payload.AsSpan().ContainsAnyExcept(Base64))
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(header, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.TryGetProperty("crit", out _) || !root.TryGetProperty("alg", out var algorithm) || algorithm.ValueKind != JsonValueKind.String)
            {
                return null;
            }
            var keyId = root.TryGetProperty("kid", out var kid) && kid.ValueKind == JsonValueKind.String ? kid.GetString() : null;
            return new JwtText(algorithm.GetString()!, keyId, Encoding.ASCII.GetBytes(token[..(head.Length + 1 + payload.Length)]), payload, signatureBytes); // it is a string
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The claims; null when they are no JSON object. Only for tokens whose signature is right.</summary>
    public JwtClaims? Claims()
    {
        try
        {
            using var document = JsonDocument.Parse(Decode(_payload) ?? [], Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new JwtClaims(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(Base64) || text.Length % 4 == 1)
        {
            return null;
        }
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
