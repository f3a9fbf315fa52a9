// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Mounts apps under path prefixes and host names.</summary>
/// <remarks>
/// The most specific host wins (host with port, host, <c>*.wildcard</c>, any), then the longest path. Paths match whole segments. The mounted app
/// sees the prefix moved from PATH_INFO to SCRIPT_NAME; when it has answered, both are put back, so that an outer access log sees the original; while its body is read, they are the app's again.
/// </remarks>
[Composite("urlmap", Replaces = ["Paste#urlmap"])]
public sealed class UrlMap : IRouter
{
    private readonly UrlMapOptions _options;
    private readonly HostTable _hosts;

    /// <summary>Builds the table.</summary>
    /// <exception cref="ArgumentException">A key is not a mount point, or two are the same.</exception>
    public UrlMap(UrlMapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _hosts = new HostTable(options.Mounts.Select(mount => MountPoint.Parse(mount.Key, mount.Value)));
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var path = environ.PathInfo;
        var matchable = path;
        if (EncodedSlashes.Any(environ.RequestUri))
        {
            if (_options.EncodedSlash == EncodedSlash.Reject)
            {
                return new(Refusal.Of(environ, 400, "A slash in the path must not be percent-encoded."));
            }
            matchable = EncodedSlashes.Masked(environ.RequestUri, path);
        }

        if (!_hosts.TryFind(environ, matchable, out var mount, out var length))
        {
            return NotFound(environ);
        }
        return length == 0 ? mount.App.InvokeAsync(environ) : Mounted(environ, mount, path, length);
    }

    private static ValueTask<Response> Mounted(Environ environ, MountPoint mount, string path, int length)
    {
        var script = environ.ScriptName;
        return MountedApp.InvokeAsync(mount.App, environ, new PathSplit(script.Length == 0 ? mount.Prefix : script + mount.Prefix, path[length..]));
    }

    private ValueTask<Response> NotFound(Environ environ) =>
        _options.NotFoundApp?.InvokeAsync(environ) ?? new(Refusal.Of(environ, 404, "Nothing is mounted here."));
}

/// <summary>Settings of the <c>urlmap</c> composite. Every other key is a mount point, its value the name of an app.</summary>
public sealed record UrlMapOptions
{
    /// <summary>The app for requests that no mount point takes; without it they get a plain 404.</summary>
    [Setting(Global = true)]
    public IWsgiApp? NotFoundApp { get; init; }

    /// <summary>What to do with a path that holds an encoded slash (<c>%2F</c>): <c>pass</c> it on (it never ends a mount point), or <c>reject</c> it with 400.</summary>
    public EncodedSlash EncodedSlash { get; init; } = EncodedSlash.Pass;

    /// <summary>The mount points: <c>/path</c>, <c>domain D [port P] [/path]</c> or <c>http://host:port/path</c>; a host may be <c>*.example.org</c>.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, IWsgiApp>> Mounts { get; init; } = [];
}
