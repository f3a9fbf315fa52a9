// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Config;

namespace Composer;

/// <summary>One walk through the references from an object on: knows where it is, so that cycles end.</summary>
/// <param name="reached">Takes every section that another one refers to.</param>
internal sealed class Resolution(Reached? reached = null)
{
    // Python gives up at about 490 levels of "use"; a graph that unfolds to more objects than this is no site.
    private const int DeepestNesting = 250;
    private const int MostObjects = 20_000;

    private readonly List<Frame> _stack = [];
    private int _objects;

    /// <summary>Resolves an object and all it consists of: nothing may change it any more.</summary>
    public Node Whole(Scope scope, ObjectKind kind, Reference reference, Conf? globalConf) =>
        Finish(scope.Get(this, kind, reference, globalConf), reference);

    /// <summary>Does something inside a section, unless that leads in a circle.</summary>
    public Node Inside(Frame frame, Func<Node> resolve)
    {
        if (Obstacle(frame) is { } obstacle)
        {
            return obstacle;
        }
        if (_stack.Count > 0)
        {
            reached?.Add(frame.Section, by: _stack[^1].Section);
        }
        _stack.Add(frame);
        try
        {
            return resolve();
        }
        finally
        {
            _stack.RemoveAt(_stack.Count - 1);
        }
    }

    private ErrorNode? Obstacle(Frame frame)
    {
        var first = _stack.FindIndex(frame.Repeats);
        if (first >= 0)
        {
            return Cycle([.. _stack[first..], frame], [.. _stack.Select(under => under.File)]);
        }
        if (_stack.Count >= DeepestNesting)
        {
            return TooMuch(frame, $"references are nested more than {DeepestNesting} deep");
        }
        return ++_objects > MostObjects ? TooMuch(frame, $"more than {MostObjects} objects") : null;
    }

    private static ErrorNode TooMuch(Frame frame, string message)
    {
        var reference = frame.By with { Source = new Source(frame.File.Document.File) };
        return Failure.Of(frame.Kind, reference, "too-large", message, new PythonError("RecursionError", "maximum recursion depth exceeded"));
    }

    /// <summary>Prints the circle from its first line in the outermost file on, so that it is the same problem wherever it was entered.</summary>
    private static ErrorNode Cycle(List<Frame> frames, List<ConfigFile> files)
    {
        var links = frames.Zip(frames.Skip(1), (from, to) => (from.Section, to.By.Source, File: files.IndexOf(from.File))).ToList();
        var first = links.Index().MinBy(link => (link.Item.File, link.Item.Source.Line, link.Item.Source.Column)).Index;
        var circle = links.Skip(first).Concat(links.Take(first + 1)).ToList();
        var file = circle[0].Source.File;
        var words = circle.Select((link, i) => $"{(i == 0 ? link.Section.Kind + " " : "")}'{link.Section.Name}' ({Line(link.Source, file)})");
        var message = string.Join(" uses ", words);
        var reference = frames[^1].By with { Source = circle[0].Source };
        return Failure.Of(frames[^1].Kind, reference, "use-cycle", message, new PythonError("RecursionError", message));
    }

    private static string Line(Source source, string file) =>
        source.File == file ? source.Line.ToString(CultureInfo.InvariantCulture) : $"{source.File}:{source.Line}";

    private Node Finish(Node node, Reference reference)
    {
        switch (node)
        {
            case FactoryNode factory:
                return FinishFactory(factory, reference);
            case FilterAppNode filterApp:
                var filter = Finish(filterApp.Filter, reference);
                filterApp.Filter = filter;
                return filter is ErrorNode ? filter : filterApp;
            case FilterWithNode filterWith:
                var next = Finish(filterWith.Next, reference);
                filterWith.Next = next;
                return next is ErrorNode ? next : filterWith;
            default:
                return node;
        }
    }

    private Node FinishFactory(FactoryNode node, Reference reference)
    {
        if (node.Factory.Scheme == "call" && !KindRules.Knows(node.Kind, node.Protocol))
        {
            var protocol = PythonRepr.Of(node.Protocol);
            return Failure.Late(node.Kind, reference with { Source = node.Factory.Source }, "no-protocol", $"'{node.Factory}' does not say how it is called", new PythonError("AssertionError", $"Protocol {protocol} unknown"), $"write a section {WrittenForm.OfSection(node.Factory.Source.File, KindRules.Word(node.Kind) + ":…")} with {WrittenForm.OfSetting(node.Factory.Source.File, "use", node.Factory.ToString())}, and name it here");
        }
        if (node.Factory is { Scheme: "import", Entry: "" })
        {
            return Failure.Late(node.Kind, reference with { Source = node.Factory.Source }, "no-factory", $"'{node.Factory.Target}' is a module; it cannot be called", new PythonError("TypeError", "'module' object is not callable"), $"write {node.Factory.Target}:function");
        }
        node.Protocol = KindRules.Normalized(node.Protocol);
        node.IsComposite |= KindRules.IsComposite(node.Protocol);
        node.Children = ChildRule.Of(node) is { } rule ? Children(node, rule, reference) : null;
        return node;
    }

    private List<KeyValuePair<string, Node>> Children(FactoryNode node, ChildRule rule, Reference reference)
    {
        var children = new List<KeyValuePair<string, Node>>();
        var asker = $"composite '{node.Name}'";
        foreach (var entry in rule.ChildrenOf(node))
        {
            var child = new Reference(entry.Text.Text, entry.Text.Source, asker);
            var resolved = node.Origin is { } origin
                ? Inside(origin with { Global = node.GlobalConf, By = reference }, () => Whole(node.Scope, ObjectKind.App, child, node.GlobalConf))
                : Whole(node.Scope, ObjectKind.App, child, node.GlobalConf);
            children.Add(KeyValuePair.Create(entry.Key, resolved));
        }
        return children;
    }
}
