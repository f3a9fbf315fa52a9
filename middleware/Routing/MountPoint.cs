// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>One key of a urlmap and its app.</summary>
/// <param name="Key">As the user wrote it.</param>
/// <param name="Host">In small letters, without port; null means any; a leading <c>*.</c> means every subdomain.</param>
/// <param name="Port">Null means any.</param>
/// <param name="Prefix">A native string: empty, or beginning with a slash and not ending with one.</param>
/// <param name="App">What is mounted.</param>
internal sealed record MountPoint(string Key, string? Host, int? Port, string Prefix, IWsgiApp App)
{
    /// <summary>Understands <c>/path</c>, <c>domain D [port P] [/path]</c> and <c>http://host:port/path</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static MountPoint Parse(string key, IWsgiApp app)
    {
        var words = key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var place = MountKey.Parse(key, words, "mount point");
        return new(key, place.Host, place.Port, PrefixOf(key, place.Path), app);
    }

    private static string PrefixOf(string key, string path)
    {
        if (path.Any(char.IsControl) || path.AsSpan().ContainsAny('?', '#'))
        {
            throw BadSetting.Of(key, $"the mount point '{key}' names a path with a query, a fragment or a control character");
        }
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return NativeText.Of(string.Concat(segments.Select(segment => "/" + segment)));
    }
}
