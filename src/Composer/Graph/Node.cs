// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>An object of the graph: what a section, or a URI, means after everything was looked up.</summary>
public abstract class Node
{
    /// <summary>The word of <c>show</c>: app, composite, filter, server, pipeline, filter-app, filter-with or error.</summary>
    public abstract string Type { get; }

    /// <summary>What it can be used as.</summary>
    public required ObjectKind Kind { get; init; }

    /// <summary>The section's name (<c>main</c> of <c>[app:main]</c>), or the URI by which it was referenced.</summary>
    public required string Name { get; set; }

    /// <summary>The header of the outermost section of a <c>use</c> chain, or null when it was referenced by a URI.</summary>
    public string? Section { get; set; }

    /// <summary>Absolute path of that section's file, or null.</summary>
    public string? File { get; set; }

    /// <summary>Where that section, or the reference, stands.</summary>
    public Source Source { get; set; }

    /// <summary>Paste Deploy's <c>global_conf</c>.</summary>
    public Conf GlobalConf { get; init; } = new();

    /// <summary>Paste Deploy's <c>local_conf</c>: a factory's keyword arguments.</summary>
    public Conf LocalConf { get; init; } = new();

    /// <summary>Settings without effect.</summary>
    public IReadOnlyList<Dropped> Dropped { get; internal set; } = [];
}
