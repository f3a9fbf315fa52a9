// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Gives every request the same answer: a status, a text, some headers.</summary>
[App("respond")]
public sealed class Respond : IWsgiApp
{
    private readonly RespondOptions _options;
    private readonly byte[] _text;

    /// <summary>Checks the answer.</summary>
    /// <exception cref="ArgumentException">A header may not be sent, or the status has no body but there is a text.</exception>
    public Respond(RespondOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _text = Encoding.UTF8.GetBytes(options.Text);
        var trial = Build();
        if (!trial.AllowsBody && _text.Length > 0)
        {
            throw new ArgumentException($"a {options.Status} response has no body; leave out text", nameof(options.Text));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) => new(Build());

    private Response Build()
    {
        var response = new Response(_options.Status, Body.From(_text));
        if (response.AllowsBody)
        {
            response.Headers.Add("Content-Type", _options.Type);
            response.Headers.Add("Content-Length", _text.Length.ToString(CultureInfo.InvariantCulture));
        }
        foreach (var (name, value) in _options.Headers)
        {
            response.Headers.Add(name, value);
        }
        return response;
    }
}

/// <summary>Settings of the <c>respond</c> app.</summary>
public sealed record RespondOptions
{
    /// <summary>The text of the answer.</summary>
    public string Text { get; init; } = "";

    /// <summary>The status code.</summary>
    [Range(200, 599)]
    public int Status { get; init; } = 200;

    /// <summary>The Content-Type.</summary>
    [Setting("content_type")]
    public string Type { get; init; } = "text/plain; charset=utf-8";

    /// <summary>More headers, one setting each: <c>header.X-Robots-Tag = none</c>.</summary>
    [Setting("header")]
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
