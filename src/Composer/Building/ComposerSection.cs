// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>The <c>[composer]</c> section of a config. It is bound like the section of a component.</summary>
/// <param name="options">What it says.</param>
internal sealed class ComposerSection(ComposerOptions options)
{
    private const string Header = "composer";

    internal static readonly Component Shape = new(new AppAttribute(Header), typeof(ComposerSection));

    /// <summary>What it says.</summary>
    public ComposerOptions Options { get; } = options;

    /// <summary>Reads it; a config without one has the defaults.</summary>
    public static ComposerOptions Of(Graph graph, DiagnosticList problems)
    {
        if (graph.Document[Header] is not { } section || graph.Scope is not ConfigScope scope)
        {
            return new ComposerOptions();
        }
        var settings = new SectionSettings(scope, section, graph.Variables);
        problems.AddRange(settings.Problems);
        var binder = new Binder(Shape, $"[{Header}]", section.Source, problems, _ => null, _ => null);
        var options = (ComposerOptions)binder.Bind(settings.Local, settings.Global)!; // the section has options
        return options.Python is { } python && python.Contains('/')
            ? options with { Python = Path.GetFullPath(python, Path.GetDirectoryName(graph.File) ?? "/") }
            : options;
    }
}
