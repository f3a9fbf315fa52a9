// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The entry points of installed Python distributions, read without Python.</summary>
/// <remarks>Names of distributions are compared without case, and <c>-</c>, <c>_</c> and <c>.</c> are equal; groups and entry names exactly. Composer's own components belong to the distribution <c>wsgi-composer</c>.</remarks>
public interface IEntryPoints
{
    /// <summary>Names of the installed distributions, as their metadata spells them.</summary>
    IReadOnlyCollection<string> Distributions { get; }

    /// <summary>The entry points of a distribution, or null when it is not installed.</summary>
    IReadOnlyList<EntryPoint>? Of(string distribution);

    /// <summary>What an entry point refers to (<c>module:attr</c>), or null when there is none.</summary>
    string? Find(string distribution, string group, string name) =>
        Of(distribution)?.FirstOrDefault(entry => entry.Group == group && entry.Name == name)?.Reference;
}
