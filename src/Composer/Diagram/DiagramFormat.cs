// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a diagram is written as.</summary>
public enum DiagramFormat
{
    /// <summary>An indented tree for terminals.</summary>
    Text,

    /// <summary>A Mermaid flowchart, as GitHub and GitLab draw it in Markdown.</summary>
    Mermaid,

    /// <summary>A graph for Graphviz.</summary>
    Dot,

    /// <summary>A picture.</summary>
    Svg,

    /// <summary>A page with the picture, to zoom, search and click in; it needs no other file.</summary>
    Html,

    /// <summary>Nodes, clusters and edges as data.</summary>
    Json,
}
