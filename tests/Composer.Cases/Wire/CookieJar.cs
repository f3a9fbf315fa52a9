// SPDX-License-Identifier: MIT
namespace Composer.Cases.Wire;

/// <summary>The cookies of one client.</summary>
internal sealed class CookieJar
{
    private readonly Dictionary<(string Name, string Path), string> _cookies = [];

    /// <summary>The value of a cookie, or null.</summary>
    public string? this[string name] => _cookies.Where(cookie => cookie.Key.Name == name).Select(cookie => cookie.Value).LastOrDefault();

    /// <summary>What a Cookie header for a path says, or null.</summary>
    public string? HeaderFor(string target)
    {
        var path = target.Split('?')[0];
        var fitting = _cookies.Where(cookie => IsBelow(path, cookie.Key.Path)).Select(cookie => $"{cookie.Key.Name}={cookie.Value}").ToList();
        return fitting.Count > 0 ? string.Join("; ", fitting) : null;
    }

    /// <summary>Keeps what an answer sets and forgets what it expires.</summary>
    public void Take(Answer answer, DateTimeOffset now)
    {
        foreach (var line in answer.All("Set-Cookie"))
        {
            var cookie = SetCookie.Parse(line);
            var key = (cookie.Name, cookie["path"] ?? "/");
            _cookies.Remove(key);
            if (cookie.Expiry(now) is not { } end || end > now)
            {
                _cookies[key] = cookie.Value;
            }
        }
    }

    private static bool IsBelow(string path, string scope) =>
        path == scope || (path.StartsWith(scope, StringComparison.Ordinal) && (scope.EndsWith('/') || path[scope.Length] == '/'));
}
