// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A picture of a config: who takes a request, what it passes, where it may end.</summary>
/// <remarks>Nothing is imported, opened or started. The same config gives the same diagram, byte for byte.</remarks>
public sealed class Diagram
{
    private readonly Drawing _drawing;
    private readonly DiagramOptions _options;
    private readonly DiagramDirection _direction;

    internal Diagram(Drawing drawing, DiagramOptions options)
    {
        _drawing = drawing;
        _options = options;
        _direction = options.Direction ?? drawing.Direction;
    }

    /// <summary>Why parts of it cannot be loaded, sorted by place; they are drawn as errors.</summary>
    public IReadOnlyList<Diagnostic> Problems => _drawing.Problems;

    /// <summary>Whether there is nothing to see but errors.</summary>
    public bool IsEmpty => Problems.Count > 0 && _drawing.Nodes.All(node => node.Role is NodeRole.Clients or NodeRole.Server or NodeRole.Error);

    /// <summary>Draws a config.</summary>
    /// <param name="graph">The config.</param>
    /// <param name="registry">The C# components that it may name.</param>
    /// <param name="options">What of it, and how.</param>
    public static Diagram Of(Graph graph, Registry registry, DiagramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(registry);
        options ??= new DiagramOptions();
        return new Diagram(new DrawingBuilder(graph, registry, options).Build(), options);
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="format">As what.</param>
    public void Write(TextWriter writer, DiagramFormat format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(format switch
        {
            DiagramFormat.Mermaid => new MermaidDiagram(_drawing, _direction, _options.Theme).ToString(),
            DiagramFormat.Dot => new DotDiagram(_drawing, _direction, _options.Theme).ToString(),
            DiagramFormat.Json => JsonDiagram.Of(_drawing, _direction),
            DiagramFormat.Svg => new SvgDiagram(new Picture(_drawing, _direction), _options.Theme).ToString(),
            DiagramFormat.Html => new HtmlDiagram(new Picture(_drawing, _direction), _options.Theme).ToString(),
            _ => new TextDiagram(_drawing, _options.Ansi, _options.Width).ToString(),
        });
    }
}
