// SPDX-License-Identifier: MIT
namespace Composer.Cli.Trying;

/// <summary>Says in words where the way of a request ends, and where it is a guess.</summary>
/// <param name="site">The site.</param>
/// <param name="way">The way, or null for none.</param>
/// <param name="asked">What Python composites asked their loaders for; null when nothing was built.</param>
internal sealed class WayEnd(Site site, TraceStep? way, IReadOnlyList<Asked>? asked)
{
    private const string Trial = "compose request … --trace shows it";

    public override string ToString() => string.Join('\n', Guesses().Append(End(way?.All().Last().Step)));

    private string End(TraceStep? last) => last switch
    {
        null => "nothing takes it",
        { Status: { } status } => $"{Ansi.Out.Yellow(status)}: {last.Node.Type} '{last.Node.Name}' has nothing at {(last.PathInfo.Length == 0 ? "its root" : last.PathInfo)}",
        { Node: FactoryNode { IsComposite: true } composite } => $"where it goes from here only '{composite.Name}' knows, when it runs: {Candidates(composite)}{Trial}",
        _ => $"answered by {last.Node.Type} {Ansi.Out.Green($"'{last.Node.Name}'")} ({last.Node.Source with { Column = 0 }})",
    };

    private IEnumerable<string> Guesses() =>
        from found in way?.All() ?? []
        let step = found.Step
        where step.Steps.Count > 0 && step.Node is FactoryNode { Kind: ObjectKind.App } composite && !site.Loader.IsNative(site.Graph, composite)
        select $"'{step.Node.Name}' is Python: it is taken to mount apps by its settings; {Trial}";

    private string Candidates(FactoryNode composite)
    {
        if (asked is null)
        {
            return "explain --load tells what it asks for, ";
        }
        var names = asked.Where(one => one.By.Section == composite.Section && one.By.File == composite.File).Select(one => $"'{one.Node.Name}' ({one.Node.Source with { Column = 0 }})").Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "it asked its loader for nothing, " : $"it asked its loader for {string.Join(", ", names)}; ";
    }
}
