// SPDX-License-Identifier: MIT
using System.Collections.ObjectModel;
using Composer.Wsgi;

namespace Composer;

/// <summary>Writes into each request which filters it passes, outermost first: <c>composer.filters</c>.</summary>
/// <param name="names">Their names.</param>
/// <param name="next">The first of them that is written in C#, or the app.</param>
internal sealed class FilterNames(string[] names, IWsgiApp next) : IWsgiApp
{
    private readonly ReadOnlyCollection<string> _names = Array.AsReadOnly(names);

    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        environ[EnvironKey.Filters] = _names;
        return next.InvokeAsync(environ);
    }
}
