// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The functions that <c>recursive</c> puts into the environ: a Python object that asks this one for pages.</summary>
/// <param name="kind">The class of the Python object.</param>
/// <param name="app">Who has the pages.</param>
/// <param name="environ">The request that they are included in.</param>
internal sealed class IncludedPages(string kind, IWsgiApp app, Environ environ) : IPythonObject
{
    private static readonly EnvironKey Previous = EnvironKey.Of("paste.recursive.previous_environ");

    private readonly string _script = environ.ScriptName;

    public string Factory => "wsgi_composer.shim.recursive:" + kind;

    public IReadOnlyList<object?> Arguments => [(PythonFunction)AskAsync, _script];

    // (path, query, name, value, name, value …): what to add to the environ follows in pairs.
    private async ValueTask<object?> AskAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        var copy = environ.Copy();
        copy.ScriptName = _script;
        var inner = SubRequest.Of(copy, (string)positional[0]!, (string)positional[1]!); // the Python class passes them
        inner[Previous] = environ;
        for (var i = 2; i + 1 < positional.Count; i += 2)
        {
            inner[(string)positional[i]!] = positional[i + 1];
        }
        var response = await app.InvokeAsync(inner);
        var bytes = await WholeBody.ReadAsync(response.Body);
        return (response.Status, response.Headers.Select(header => (header.Name, header.Value)).ToList(), bytes);
    }
}
