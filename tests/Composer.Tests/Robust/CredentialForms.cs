// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.RegularExpressions;

namespace Composer.Tests.Robust;

/// <summary>What header values say, however it is written: two with a form in common are the same credentials.</summary>
internal static partial class CredentialForms
{
    public static HashSet<string> Of(string header, string value) =>
        header == "Cookie" ? [.. value.Split(';').Select(Cookie)] : [Authorization(value.Trim())];

    private static string Authorization(string value)
    {
        var (scheme, rest) = value.IndexOfAny([' ', '\t']) is var blank and > 0 ? (value[..blank].ToLowerInvariant(), value[blank..].Trim()) : (value, "");
        return scheme switch
        {
            "basic" => $"basic {Encoding.Latin1.GetString(Base64(rest))}",
            "bearer" => $"bearer {rest[..Math.Max(0, rest.LastIndexOf('.'))]} {Convert.ToHexString(Base64(rest[(rest.LastIndexOf('.') + 1)..]))}",
            "digest" => "digest " + string.Join(' ', Parameter().Matches(rest).Select(one => $"{one.Groups["name"].Value.ToLowerInvariant()}={Unescaped(one.Groups["value"].Value.Trim('"'))}").Order(StringComparer.Ordinal)),
            _ => value,
        };
    }

    // Hexadecimal digits of signatures may be of either case; a ticket may be quoted, escaped or wrapped in base64, which may hold blanks.
    private static string Cookie(string pair)
    {
        var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? (pair[..equals].Trim(), pair[(equals + 1)..].Trim().Trim('"')) : (pair, "");
        if (name == "auth_tkt" && !value.Contains('!', StringComparison.Ordinal))
        {
            value = Encoding.Latin1.GetString(Base64(Uri.UnescapeDataString(value)));
        }
        if (name is "sealed" or "kept" or "kept_sealed")
        {
            return $"{name}={string.Join('.', value.Split('.').Select(part => Convert.ToHexString(Base64(part))))}";
        }
        var signature = Math.Min(value.Length, name == "auth_tkt" ? 128 + 8 : 40);
        return $"{name}={value[..signature].ToLowerInvariant()}{Uri.UnescapeDataString(value[signature..])}";
    }

    private static string Unescaped(string quoted) => Escape().Replace(quoted, "${character}");

    private static byte[] Base64(string text)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return Convert.FromBase64String(digits + new string('=', (4 - (digits.Length % 4)) % 4));
        }
        catch (FormatException)
        {
            return [];
        }
    }

    [GeneratedRegex("""(?<name>[A-Za-z]+)\s*=\s*(?<value>"(?:[^"\\]|\\.)*"|[^\s,"]+)""")]
    private static partial Regex Parameter();

    [GeneratedRegex("""\\(?<character>.)""")]
    private static partial Regex Escape();
}
