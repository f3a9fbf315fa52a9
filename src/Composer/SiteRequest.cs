// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Which part of a config shall run.</summary>
public sealed record SiteRequest
{
    /// <summary>The app's name, as in <c>site.ini#name</c>.</summary>
    public string App { get; init; } = "main";

    /// <summary>Whether a server is wanted too.</summary>
    public bool WithServer { get; init; } = true;

    /// <summary>The server's name; null for <c>[server:main]</c>, or the default server where the file has none.</summary>
    public string? Server { get; init; }

    /// <summary>Settings of the server that count more than the file's, such as <c>bind</c> from the command line.</summary>
    public Conf ServerSettings { get; init; } = new();

    /// <summary>Follows the requests of the site, or null.</summary>
    public RequestTrace? Trace { get; init; }

    /// <summary>Whether the rules of PEP 3333 are checked between all objects; slow.</summary>
    public bool Lint { get; init; }
}
