// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Composer.Cases.Wire;

/// <summary>A client of Digest authentication (RFC 7616): asks, is challenged, asks again.</summary>
/// <param name="settings"><c>user</c>, <c>password</c>, <c>algorithm</c>; <c>uri</c> to sign another target than it asks for; <c>replay_nc</c> to send the same count twice.</param>
internal sealed partial class DigestClient(JsonObject settings)
{
    private const string ClientNonce = "0a4f113b";
    private const string Count = "00000001";

    public async Task<Answer> AskAsync(CaseRequest request, Func<CaseRequest, Task<Answer>> ask)
    {
        var challenged = await ask(request);
        var algorithm = (string?)settings["algorithm"] ?? "MD5";
        var challenges = challenged.All("WWW-Authenticate").SelectMany(line => Start().Split(line)).Where(line => line.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase));
        var challenge = challenges.Select(Parameters).FirstOrDefault(one => one.GetValueOrDefault("algorithm", "MD5").Equals(algorithm, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"no challenge for {algorithm}; the answer was {challenged.Status}, WWW-Authenticate: {challenged.Header("WWW-Authenticate")}");

        var signed = request.With("Authorization", Credentials(request, challenge, algorithm));
        var answer = await ask(signed);
        return (bool?)settings["replay_nc"] == true ? await ask(signed) : answer;
    }

    private string Credentials(CaseRequest request, Dictionary<string, string> challenge, string algorithm)
    {
        var user = (string)settings["user"]!;
        var uri = (string?)settings["uri"] ?? request.Target;
        var (realm, nonce) = (challenge["realm"], challenge["nonce"]);
        var secret = Hash(algorithm, $"{user}:{realm}:{(string)settings["password"]!}");
        if (algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase))
        {
            secret = Hash(algorithm, $"{secret}:{nonce}:{ClientNonce}");
        }
        var response = Hash(algorithm, $"{secret}:{nonce}:{Count}:{ClientNonce}:auth:{Hash(algorithm, $"{request.Method}:{uri}")}");
        var opaque = challenge.TryGetValue("opaque", out var given) ? $", opaque=\"{given}\"" : "";
        return $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", algorithm={algorithm}, qop=auth, nc={Count}, cnonce=\"{ClientNonce}\", response=\"{response}\"{opaque}";
    }

    private static string Hash(string algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5351 // the algorithm that RFC 7616 names
        return Convert.ToHexStringLower(algorithm.StartsWith("SHA-256", StringComparison.OrdinalIgnoreCase) ? SHA256.HashData(bytes) : MD5.HashData(bytes));
#pragma warning restore CA5351
    }

    private static Dictionary<string, string> Parameters(string challenge) =>
        Parameter().Matches(challenge).ToDictionary(match => match.Groups["name"].Value.ToLower(CultureInfo.InvariantCulture), match => match.Groups["value"].Value.Trim('"'));

    [GeneratedRegex("""(?<name>[\w-]+)=(?<value>"(?:[^"\\]|\\.)*"|[^\s,]+)""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?:,\s*|^)(?=Digest\s)", RegexOptions.IgnoreCase)]
    private static partial Regex Start();
}
