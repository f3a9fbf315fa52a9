// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The name of a node; its texts are those of the document's name table.</summary>
internal sealed class TreeName(string prefix, string local, string uri)
{
    private string? _qualified;

    public string Prefix => prefix;

    public string Local => local;

    public string Uri => uri;

    /// <summary>As written: with its prefix, if it has one.</summary>
    public string Qualified => _qualified ??= prefix.Length == 0 ? local : $"{prefix}:{local}";

    /// <summary>Whether it is that name; all texts are of one name table.</summary>
    public bool Is(string? otherPrefix, string? otherLocal, string? otherUri) =>
        ReferenceEquals(local, otherLocal) && ReferenceEquals(uri, otherUri) && ReferenceEquals(prefix, otherPrefix);

    /// <summary>Whether it means that name; all texts are of one name table.</summary>
    public bool Is(string? otherLocal, string? otherUri) => ReferenceEquals(local, otherLocal) && ReferenceEquals(uri, otherUri);
}
