// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What is drawn, and how.</summary>
public sealed record DiagramOptions
{
    /// <summary>The object to draw; null draws the whole file.</summary>
    public string? Name { get; init; }

    /// <summary>The server in front of it; null is <c>main</c>, or Composer's own where the file has none of that name.</summary>
    public string? Server { get; init; }

    /// <summary>Where a request moves; null decides by the longest pipeline.</summary>
    public DiagramDirection? Direction { get; init; }

    /// <summary>The colours.</summary>
    public DiagramTheme Theme { get; init; }

    /// <summary>Text has colours.</summary>
    public bool Ansi { get; init; }

    /// <summary>How many characters of a line of text a terminal shows; null shows all.</summary>
    public int? Width { get; init; }
}
