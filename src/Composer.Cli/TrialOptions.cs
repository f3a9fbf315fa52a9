// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace Composer.Cli;

/// <summary>How a command line describes one request.</summary>
internal sealed class TrialOptions
{
    private readonly Argument<string> _target = new("PATH") { Description = "The path with its query, or a whole URL." };

    private readonly Option<string?> _method = new("--request", "-X") { Description = "The method: GET, or POST when there is data.", HelpName = "METHOD" };

    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "A header, as 'Name: value'. May be repeated.", HelpName = "HEADER" };

    private readonly Option<string?> _host = new("--host") { Description = "The host to ask: localhost.", HelpName = "HOST" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_target);
        command.Add(_method);
        command.Add(_headers);
        command.Add(_host);
    }

    /// <summary>The request.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="body">Its body, or null.</param>
    /// <param name="type">The body's type, unless a header says it.</param>
    public TrialRequest Read(ParseResult result, byte[]? body = null, string? type = null)
    {
        var target = result.GetValue(_target) ?? "/";
        var headers = (result.GetValue(_headers) ?? []).Select(Header).ToList();
        if (type is not null && !headers.Exists(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(KeyValuePair.Create("Content-Type", type));
        }
        return new TrialRequest
        {
            Method = result.GetValue(_method) ?? (body is null ? "GET" : "POST"),
            Url = TrialRequest.ReadTarget(target, result.GetValue(_host)) ?? throw new UsageError($"'{target}' is not a path or a URL"),
            Headers = headers,
            Body = body is null ? null : new ReadOnlyMemory<byte>(body),
        };
    }

    private static KeyValuePair<string, string> Header(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? KeyValuePair.Create(text[..colon].Trim(), text[(colon + 1)..].Trim())
            : throw new UsageError($"'{text}' is not a header", "-H 'Name: value'");
    }
}
