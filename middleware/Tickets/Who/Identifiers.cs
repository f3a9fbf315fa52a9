// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The filters around a request that know users, the nearest first.</summary>
/// <param name="Nearest">The nearest.</param>
/// <param name="Outer">The others.</param>
internal sealed record Identifiers(IIdentifier Nearest, Identifiers? Outer)
{
    private static readonly EnvironKey Key = EnvironKey.Of("composer.identifiers");

    /// <summary>Puts a filter before those of a request.</summary>
    public static void Add(Environ environ, IIdentifier identifier) => environ[Key] = new Identifiers(identifier, environ[Key] as Identifiers);

    /// <summary>The filters of a request.</summary>
    public static List<IIdentifier> Of(Environ environ)
    {
        var all = new List<IIdentifier>();
        for (var next = environ[Key] as Identifiers; next is not null; next = next.Outer)
        {
            all.Add(next.Nearest);
        }
        return all;
    }
}
