// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>How the settings of another WSGI server become those of Composer's <c>http</c>.</summary>
internal sealed record LegacyServer
{
    /// <summary>What it listens on when the section does not say; null is what <c>http</c> listens on.</summary>
    public string? Host { get; init; }

    /// <summary>The port when the section does not say; null is that of <c>http</c>.</summary>
    public string? Port { get; init; }

    /// <summary>Settings of <c>http</c> by the other server's names; every name is known, whether it differs or not.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The setting that counts threads.</summary>
    public string Threads { get; init; } = "threads";

    /// <summary>Settings that have no meaning here and do no harm.</summary>
    public IReadOnlySet<string> Meaningless { get; init; } = new HashSet<string>();
}
