// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Serves one file, whatever the path: a <c>favicon.ico</c> that is mounted, or the page of an application that routes in the browser.</summary>
/// <remarks>Answers GET and HEAD, conditional and range requests (RFC 9110 §13, §14), as <c>static</c> does.</remarks>
[App("file")]
public sealed class OneFile : IWsgiApp, IStartable
{
    private readonly OneFileOptions _options;
    private readonly string _path;
    private readonly string _type;
    private readonly Precompressed _precompressed;
    private readonly Lazy<DocumentRoot> _root;

    /// <summary>Checks the settings; the file is looked at by <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">A setting does not mean anything.</exception>
    public OneFile(OneFileOptions options, ComponentInfo info)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _options = options;
        _path = info.Resolve(options.Path);
        _type = options.Type ?? (MediaTypeTable.With([]).TryGetContentType(_path, out var known) ? known : "application/octet-stream");
        _precompressed = new Precompressed(options.Precompressed);
        _root = new Lazy<DocumentRoot>(() => new DocumentRoot(Path.GetDirectoryName(_path) ?? "/", FollowLinks.All, dotfiles: true));
        if (HeaderList.ValueProblem(_type) is not null)
        {
            throw BadSetting.Of(nameof(OneFileOptions.Type), "the type holds a character that no header may have");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        if (!File.Exists(_path))
        {
            throw new FileNotFoundException($"path: there is no file {_path}");
        }
        _ = _root.Value;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ.RequestMethod is not ("GET" or "HEAD"))
        {
            var refused = Response.Text(405, "405 Method Not Allowed\n");
            refused.Headers["Allow"] = "GET, HEAD";
            return new(refused);
        }
        var response = _precompressed.Answer(environ, _type, _path, _root.Value);
        if (_options.CacheMaxAge is { } seconds && response.StatusCode is (200 or 206 or 304))
        {
            response.Headers["Cache-Control"] = "max-age=" + seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (_options.Download is { Length: > 0 } name && response.StatusCode is (200 or 206))
        {
            response.Headers["Content-Disposition"] = Disposition(name);
        }
        if (environ.RequestMethod == "HEAD" && response.Body.Length != 0)
        {
            response.Body = Body.Empty;
        }
        return new(response);
    }

    // RFC 6266 §5, RFC 8187: the plain name for old clients, the UTF-8 one for all others.
    private static string Disposition(string name)
    {
        var header = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
        header.SetHttpFileName(name);
        return header.ToString();
    }
}

/// <summary>Settings of the <c>file</c> app.</summary>
public sealed record OneFileOptions
{
    /// <summary>The file; a relative path starts at the config file.</summary>
    /// <example>public/favicon.ico</example>
    [Setting("filename")]
    public required string Path { get; init; }

    /// <summary>Its media type, with its charset; without it the file's ending tells.</summary>
    /// <example>text/html; charset=utf-8</example>
    [Setting("content_type")]
    public string? Type { get; init; }

    /// <summary>Seconds that clients may keep it without asking again (<c>Cache-Control: max-age</c>); none means that they decide.</summary>
    [Setting("max_age"), Range(0, int.MaxValue)]
    public int? CacheMaxAge { get; init; }

    /// <summary>Has browsers save it under this name instead of showing it.</summary>
    /// <example>Preisliste für Händler.pdf</example>
    public string? Download { get; init; }

    /// <summary>Codings of which ready files are looked for beside it (<c>page.html.br</c>, <c>page.html.gz</c>); empty turns that off.</summary>
    [AllowedValues("br", "gzip", "zstd")]
    public IReadOnlyList<string> Precompressed { get; init; } = ["br", "gzip"];
}
