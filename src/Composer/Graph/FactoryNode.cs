// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>An object that a factory makes: an app, composite, filter or server.</summary>
public sealed class FactoryNode : Node
{
    /// <inheritdoc/>
    public override string Type => Kind switch
    {
        ObjectKind.Filter => "filter",
        ObjectKind.Server => "server",
        _ => IsComposite ? "composite" : "app",
    };

    /// <summary>What makes it.</summary>
    public required FactoryReference Factory { get; init; }

    /// <summary>How the factory is called: <c>paste.app_factory</c> … (<c>composit</c> is written <c>composite</c>), or null when that is not known.</summary>
    public string? Protocol { get; set; }

    /// <summary>The factory is given a loader, to load other objects by name.</summary>
    public bool IsComposite { get; set; }

    /// <summary>The apps that its settings name, by key, for the composites whose rule is known (urlmap, cascade); else null.</summary>
    public IReadOnlyList<KeyValuePair<string, Node>>? Children { get; internal set; }

    /// <summary>Where a composite's names are looked up: Paste Deploy's <c>loader</c>.</summary>
    public required Scope Scope { get; set; }

    /// <summary>The outermost section of its <c>use</c> chain; null when a URI alone referenced it.</summary>
    internal Frame? Origin { get; set; }
}
