// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>One box of a diagram.</summary>
internal sealed record DrawnNode
{
    /// <summary>Unique in the drawing, and the same in every format: <c>n1</c>, <c>n2</c> …</summary>
    public required string Id { get; init; }

    public required NodeRole Role { get; init; }

    public NodeLanguage Language { get; init; }

    /// <summary>The section's name, or what else says who it is.</summary>
    public required string Name { get; init; }

    /// <summary>Header of its section; null when it has none.</summary>
    public string? Section { get; init; }

    /// <summary>What makes it, or what is wrong.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Where a server listens; empty for all else.</summary>
    public string Address { get; init; } = "";

    public IReadOnlyList<DrawnSetting> Settings { get; init; } = [];

    /// <summary>Where it is written; a file without a name when nowhere.</summary>
    public Source Source { get; init; } = new("");

    /// <summary>Its place in the pipeline, from 1; null outside of one.</summary>
    public int? Number { get; init; }

    /// <summary>Id of the first node or cluster of the same section; null for that one itself.</summary>
    public string? SameAs { get; init; }

    /// <summary>What a picture calls it.</summary>
    public string Title => Role != NodeRole.Server ? Name : Section is null ? "server" : $"server {Name}";

    /// <summary><c>filter</c>, <c>app</c> …</summary>
    public string RoleWord => Role switch
    {
        NodeRole.Reference => "see",
        NodeRole.Unused => "not used",
        _ => Role.ToString().ToLowerInvariant(),
    };

    /// <summary><c>C#</c>, <c>Python</c> or nothing.</summary>
    public string LanguageWord => Language switch { NodeLanguage.CSharp => "C#", NodeLanguage.Python => "Python", _ => "" };

    /// <summary><c>site.ini:12</c>, without folders.</summary>
    public string Place => PlaceOf(Source);

    /// <summary>The name of a place's file and the line.</summary>
    public static string PlaceOf(Source source) =>
        source.Line == 0 ? "" : (source with { File = source.File[(source.File.LastIndexOf('/') + 1)..], Column = 0 }).ToString();
}
