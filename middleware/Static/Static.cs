// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Composer.Wsgi;
using Microsoft.AspNetCore.StaticFiles;

namespace Composer.Middleware;

/// <summary>Serves the files of a directory.</summary>
/// <remarks>Answers GET and HEAD, conditional and range requests (RFC 9110 §13, §14). Nothing outside the directory can be reached.</remarks>
[App("static", Replaces = ["Paste#static"])]
public sealed class Static : IWsgiApp, IStartable
{
    private readonly StaticOptions _options;
    private readonly string _directory;
    private readonly Lazy<DocumentRoot> _root;
    private readonly FileExtensionContentTypeProvider _types;
    private readonly HeaderRules _rules;
    private readonly Precompressed _precompressed;

    /// <summary>Checks the settings; the directory is looked at by <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">A setting does not mean anything.</exception>
    public Static(StaticOptions options, ComponentInfo info)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _options = options;
        _directory = info.Resolve(options.DocumentRoot);
        _root = new Lazy<DocumentRoot>(() => new DocumentRoot(_directory, options.Follow, options.Dotfiles));
        _types = MediaTypeTable.With(options.Types);
        _rules = new HeaderRules(options.Headers);
        _precompressed = new Precompressed(options.Precompressed);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(_directory))
        {
            throw new DirectoryNotFoundException($"document_root: there is no directory {_directory}");
        }
        _ = _root.Value;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = environ.RequestMethod is "GET" or "HEAD" ? Answer(environ) : WrongMethod();
        if (environ.RequestMethod == "HEAD" && response.Body.Length != 0)
        {
            response.Body = Body.Empty;
        }
        return new(response);
    }

    private Response Answer(Environ environ)
    {
        if (environ.PathInfo.Contains('\0'))
        {
            return Plain(400);
        }
        if (UrlPath.Parse(environ.PathInfo) is not { } path || _root.Value.Find(path) is not { } found)
        {
            return Plain(404);
        }
        if (!found.IsDirectory)
        {
            return path.EndsWithSlash ? Plain(404) : Send(environ, path, found.Path);
        }
        if (!path.EndsWithSlash && !(path.IsRoot && environ.ScriptName.Length == 0))
        {
            return AddSlash(environ, path);
        }
        return OfDirectory(environ, path, found.Path);
    }

    private Response OfDirectory(Environ environ, UrlPath path, string directory)
    {
        foreach (var name in _options.Index)
        {
            var index = path.Then(name);
            if (_root.Value.Find(index) is { IsDirectory: false } file)
            {
                return Send(environ, index, file.Path);
            }
        }
        return _options.Listing ? List(environ, path, directory) : Plain(404);
    }

    private Response List(Environ environ, UrlPath path, string directory)
    {
        try
        {
            return Listing.Of(_root.Value, directory, environ.ScriptName + path.Native, path.IsRoot, _options.Dotfiles);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return Plain(e is IOException ? 404 : 403);
        }
    }

    // The target is a path, never a URL, and never begins with two slashes: that would name another host (CVE-2020-28724).
    private static Response AddSlash(Environ environ, UrlPath path)
    {
        var target = "/" + (UrlPath.Escape(environ.ScriptName) + path.Escaped).Trim('/') + "/";
        var response = Plain(308);
        response.Headers["Location"] = environ.QueryString.Length == 0 ? target : target + "?" + UrlPath.EscapeQuery(environ.QueryString);
        return response;
    }

    private Response Send(Environ environ, UrlPath path, string file)
    {
        var response = _precompressed.Answer(environ, TypeOf(file), file, _root.Value);
        AddCaching(response, path);
        return response;
    }

    private void AddCaching(Response response, UrlPath path)
    {
        if (response.StatusCode is not (200 or 206 or 304))
        {
            return;
        }
        if (_options.CacheMaxAge is { } seconds)
        {
            response.Headers["Cache-Control"] = "max-age=" + seconds.ToString(CultureInfo.InvariantCulture);
        }
        _rules.Apply(path.Text, response.Headers);
    }

    private string TypeOf(string file)
    {
        var type = _types.TryGetContentType(file, out var known) ? known : _options.DefaultType;
        return _options.Charset is { Length: > 0 } charset && type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset={charset}" : type;
    }

    private Response WrongMethod()
    {
        if (_options.Fallthrough)
        {
            return Plain(404);
        }
        var response = Plain(405);
        response.Headers["Allow"] = "GET, HEAD";
        return response;
    }

    private static Response Plain(int status) => Response.Text(status, $"{status} {Reason.Of(status)}\n");
}

/// <summary>Settings of the <c>static</c> app.</summary>
public sealed record StaticOptions
{
    /// <summary>The directory; a relative path starts at the config file.</summary>
    /// <example>public</example>
    [Setting("root")]
    public required string DocumentRoot { get; init; }

    /// <summary>Seconds that clients may keep a file without asking again (<c>Cache-Control: max-age</c>); none means that they decide.</summary>
    [Setting("max_age"), Range(0, int.MaxValue)]
    public int? CacheMaxAge { get; init; }

    /// <summary>Files that stand for their directory; the first that exists is served.</summary>
    public IReadOnlyList<string> Index { get; init; } = ["index.html"];

    /// <summary>Shows the names in a directory that has no index file.</summary>
    public bool Listing { get; init; }

    /// <summary>Serves names that begin with a dot, too.</summary>
    public bool Dotfiles { get; init; }

    /// <summary>Symbolic links: <c>within</c> the directory, <c>all</c>, or <c>none</c>.</summary>
    public FollowLinks Follow { get; init; } = FollowLinks.Within;

    /// <summary>Codings of which ready files are looked for beside a file (<c>app.css.br</c>, <c>app.css.gz</c>); empty turns that off.</summary>
    [AllowedValues("br", "gzip", "zstd")]
    public IReadOnlyList<string> Precompressed { get; init; } = ["br", "gzip"];

    /// <summary>Answers 404 instead of 405 to other methods than GET and HEAD, so that a cascade goes on to the next app.</summary>
    public bool Fallthrough { get; init; }

    /// <summary>The charset that <c>text/*</c> files are said to have; none leaves it to the files.</summary>
    public string? Charset { get; init; }

    /// <summary>The media type of files with an unknown ending.</summary>
    public string DefaultType { get; init; } = "application/octet-stream";

    /// <summary>More media types by file ending: <c>.webmanifest=application/manifest+json</c>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Headers by path, one rule a line: <c>/assets/* Cache-Control: max-age=31536000, immutable</c>. <c>*</c> stands for anything; a later rule wins.</summary>
    public string Headers { get; init; } = "";
}
