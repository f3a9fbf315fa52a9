// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Which keys of the environ go into the cookie; <c>environ['paste.auth.cookie']</c>, a list to which apps append.</summary>
internal sealed class ScanList(IEnumerable<string> keys) : IPythonObject
{
    private readonly List<string> _keys = [.. keys.Distinct(StringComparer.Ordinal)];

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <inheritdoc/>
    public string Factory => "wsgi_composer.shim.scanlist:ScanList";

    /// <inheritdoc/>
    public IReadOnlyList<object?> Arguments => [_keys, new PythonFunction(AppendAsync)];

    /// <summary>Adds a key unless it is there.</summary>
    public void Append(string key)
    {
        if (!_keys.Contains(key))
        {
            _keys.Add(key);
        }
    }

    private ValueTask<object?> AppendAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        Append((string)CallArguments.Of("append", ["value"], positional, keywords)[0]!); // ScanList hands on text
        return default;
    }
}
