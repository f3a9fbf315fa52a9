// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>A server as a section describes it.</summary>
/// <param name="Server">Serves.</param>
/// <param name="Threads">How many Python threads the section asks for, or null.</param>
/// <param name="UrlScheme">What <c>wsgi.url_scheme</c> shall always be, or null.</param>
/// <param name="Note">What the user should know, or null.</param>
internal sealed record BuiltServer(IWsgiServer Server, int? Threads, string? UrlScheme, string? Note)
{
    public static BuiltServer? Of(IWsgiServer? server, int? threads = null) => server is null ? null : new BuiltServer(server, threads, null, null);

    public static BuiltServer? Of(IWsgiServer? server, string note) => server is null ? null : new BuiltServer(server, null, null, note);

    public static BuiltServer? Of(IWsgiServer? server, LegacySettings settings, string note) =>
        server is null ? null : new BuiltServer(server, settings.Threads, settings.UrlScheme, note);
}
