// SPDX-License-Identifier: MIT
namespace Composer.Tests.Loader;

/// <summary>One distribution, Shop, and two components of ours.</summary>
internal sealed class ShopEntryPoints : IEntryPoints
{
    private static readonly EntryPoint[] Shop =
    [
        new("paste.app_factory", "main", "shop:main"),
        new("paste.app_factory", "admin", "shop:admin"),
        new("paste.app_factory", "twice", "shop:twice"),
        new("paste.composite_factory", "mall", "shop:mall"),
        new("paste.composit_factory", "twice", "shop:twice"),
        new("paste.filter_factory", "auth", "shop:auth"),
        new("paste.filter_app_factory", "auth", "shop:auth_app"),
        new("paste.filter_app_factory", "wrap", "shop:wrap"),
        new("paste.server_factory", "serve", "shop:serve"),
    ];

    private static readonly EntryPoint[] Own =
    [
        new("paste.filter_app_factory", "gzip", ""),
        new("paste.composite_factory", "urlmap", ""),
        new("paste.app_factory", "respond", ""),
    ];

    public IReadOnlyCollection<string> Distributions => ["Shop", "wsgi-composer"];

    public IReadOnlyList<EntryPoint>? Of(string distribution) => distribution.ToLowerInvariant() switch
    {
        "shop" => Shop,
        "wsgi-composer" => Own,
        _ => null,
    };
}
