// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Resolves one section: settings, then filter-app, pipeline, use or an explicit factory, then filter-with (Paste Deploy's get_context).</summary>
internal sealed class SectionResolver
{
    private static readonly string[] Factories = ["composer:…", "egg:Distribution#entry", "call:module:function"];

    private readonly ConfigScope _scope;
    private readonly Resolution _resolution;
    private readonly Frame _frame;
    private readonly SectionSettings _settings;

    private readonly DiagnosticList _problems;

    // What Paste Deploy raises: the first problem that it would meet while looking things up, else while building.
    private PythonError? _raised;
    private PythonError? _raisedLate;

    public SectionResolver(ConfigScope scope, Resolution resolution, Frame frame)
    {
        _scope = scope;
        _resolution = resolution;
        _frame = frame;
        _settings = new SectionSettings(scope, frame.Section, frame.Global);
        _problems = _settings.Problems;
        _raised = _problems.FirstOrDefault()?.Python;
    }

    private Section Section => _frame.Section;

    private ObjectKind Kind => _frame.Kind;

    private Conf Local => _settings.Local;

    private Conf Global => _settings.Global;

    private string Asker => Section.Name is null ? Section.Title : $"{Section.Kind} '{Section.Name}'";

    public Node Resolve()
    {
        if (_settings.IsBlocked)
        {
            return Failed();
        }
        var filterWith = Kind == ObjectKind.Server ? null : Local.Pop("filter-with");
        CheckRequired();
        var node = Body();
        Collect(node);
        node = filterWith is null ? node : FilterWith(node, filterWith);
        if (_problems.Count > 0)
        {
            return Failed();
        }
        node.Dropped = [.. _settings.Dropped, .. node.Dropped];
        return node;
    }

    private Node Body()
    {
        if (Section.Header.StartsWith("filter-app:", StringComparison.Ordinal))
        {
            return FilterApp();
        }
        if (Section.Header.StartsWith("pipeline:", StringComparison.Ordinal))
        {
            return Pipeline();
        }
        return UseOrExplicit(Kind);
    }

    private Node UseOrExplicit(ObjectKind kind) => Local.Contains("use") ? Use(kind) : Explicit(kind);

    private Node Use(ObjectKind kind)
    {
        var use = Local.Pop("use")!; // the caller has looked
        var node = _scope.Get(_resolution, kind, ReferenceTo(use), Global);
        if (node is ErrorNode)
        {
            return node;
        }
        if (node is FactoryNode { Section: null } fresh)
        {
            fresh.Protocol ??= fresh.Factory.Scheme == "call" ? KindRules.ProtocolOf(Section) : null;
            fresh.IsComposite = fresh.Protocol is null ? Section.Kind is "composite" or "composit" : KindRules.IsComposite(fresh.Protocol);
        }
        Override.Apply(node, _settings);
        return Own(node);
    }

    private Node Explicit(ObjectKind kind)
    {
        var possible = KindRules.Protocols(kind).Select(group => group.FirstOrDefault(Local.Contains)).OfType<string>().ToList();
        if (possible.Count > 1)
        {
            return Multiple(possible);
        }
        if (possible is not [var protocol])
        {
            return NoLoader(kind);
        }
        var entry = Local.Pop(protocol)!; // it was found there
        if (ExplicitFactory.Parse(entry.Text.Text) is not var (module, attribute))
        {
            return Fail(entry.Text.Source, "no-factory", $"'{entry.Text}' is not of the form module:function", new PythonError("AttributeError", "'NoneType' object has no attribute 'group'"));
        }
        return Own(new FactoryNode
        {
            Kind = kind,
            Name = "",
            Factory = new FactoryReference("import", module, attribute, entry.Text.Source, _scope.File.Directory),
            Protocol = protocol,
            IsComposite = KindRules.IsComposite(protocol),
            GlobalConf = Global,
            LocalConf = Local,
            Scope = _scope,
        });
    }

    private ErrorNode Multiple(List<string> possible)
    {
        var pairs = possible.Select(protocol => $"({PythonRepr.Of(protocol)}, {PythonRepr.Of(Local.Text(protocol))})");
        var python = $"Multiple protocols given in section {PythonRepr.Of(Section.Header)}: [{string.Join(", ", pairs)}]";
        return Fail(Local[possible[1]]?.KeySource ?? Section.Source, "ambiguous-factory", $"{Section.Title} has several factories: {string.Join(", ", possible)}", new PythonError("LookupError", python), "keep one of them");
    }

    private ErrorNode NoLoader(ObjectKind kind)
    {
        var python = new PythonError("LookupError", $"No loader given in section {PythonRepr.Of(Section.Header)}");
        var hidden = _settings.Dropped.FirstOrDefault(dropped => dropped.Key == "use" || dropped.Key.StartsWith("paste.", StringComparison.Ordinal));
        var near = Similar.To("use", Local.Keys.Where(key => key.Length is > 1 and < 5));
        var hint = hidden is not null ? $"{WrittenForm.OfSection(Section.Source.File, "DEFAULT")} or the caller has '{hidden.Key}' too ({hidden.Shadow}), which hides the one here"
            : near is not null ? $"did you mean 'use' where {Local[near]?.KeySource} has '{near}'?"
            : $"add a line such as {string.Join(", ", Factories.Select(name => WrittenForm.OfSetting(Section.Source.File, "use", name)))} or {WrittenForm.OfSetting(Section.Source.File, "use", "wsgi:module:object")}";
        return Fail(Section.Source, "missing-setting", $"{Section.Title} does not say what makes the {KindRules.Word(kind)}", python, hint);
    }

    private Node Pipeline()
    {
        if (Local.Pop("pipeline") is not { } pipeline)
        {
            return MissingSetting("pipeline", $"write {WrittenForm.OfSetting(Section.Source.File, "pipeline", "filter1 filter2 app")}");
        }
        if (Local.Count > 0)
        {
            return ExtraSettings();
        }
        var words = pipeline.Text.Words().ToList();
        if (words.Count == 0)
        {
            return Fail(pipeline.Text.Source, "missing-setting", $"{Section.Title} names no app", new PythonError("IndexError", "list index out of range"), $"write {WrittenForm.OfSetting(Section.Source.File, "pipeline", "filter1 filter2 app")}");
        }
        var app = Member(ObjectKind.App, words[^1]);
        var filters = words.SkipLast(1).Select(word => Member(ObjectKind.Filter, word)).ToList();
        if (Failure.OfParts([app, .. filters]) is { } failed)
        {
            return IsList(pipeline.Text) ? ListInIni(pipeline.Text, failed) : failed;
        }
        return Own(new PipelineNode { Kind = Kind, Name = "", GlobalConf = Global, LocalConf = Local, App = app, Filters = filters });
    }

    private static bool IsList(PlacedText text) => text.Text is ['[', .., ']'] && ConfigReader.FormatOf(text.Source.File) == ConfigFormat.Ini;

    private ErrorNode ListInIni(PlacedText list, ErrorNode failed)
    {
        var names = string.Join(' ', list.Text.Split(['[', ']', ',', '"', '\'', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return Fail(list.Source, "no-such-section", $"{Section.Title} names its parts as TOML and YAML do", failed.Error, $"in INI they have blanks between them: write pipeline = {names}");
    }

    private Node Member(ObjectKind kind, PlacedText word) =>
        _resolution.Whole(_scope, kind, new Reference(word.Text, word.Source, Asker, InPipeline: true), Global);

    private ErrorNode ExtraSettings()
    {
        var extra = string.Join(", ", Local.Keys);
        var python = $"The [{Section.Header}] pipeline section in {_scope.File.PythonName} has extra (disallowed) settings: {extra}";
        return Fail(Local.First().KeySource, "unknown-key", $"a pipeline takes no settings but 'pipeline', 'filter-with' and 'set …'; {Section.Title} has {extra}", new PythonError("LookupError", python), Local.Contains("use") ? $"write {WrittenForm.OfSection(Section.Source.File, "app:…")} for a section with use" : null);
    }

    private Node FilterApp()
    {
        if (Local.Pop("next") is not { } next)
        {
            return MissingSetting("next", $"write {WrittenForm.OfSetting(Section.Source.File, "next", "app")}");
        }
        var app = _resolution.Whole(_scope, ObjectKind.App, ReferenceTo(next), Global);
        var filter = UseOrExplicit(ObjectKind.Filter);
        return Failure.OfParts(app, filter) ?? (Node)Own(new FilterAppNode { Kind = Kind, Name = "", GlobalConf = Global, LocalConf = Local, Filter = filter, Next = app });
    }

    private ErrorNode MissingSetting(string key, string hint)
    {
        var python = $"The [{Section.Header}] section in {_scope.File.PythonName} is missing a '{key}' setting";
        var hidden = _settings.Dropped.FirstOrDefault(dropped => dropped.Key == key);
        return Fail(Section.Source, "missing-setting", $"{Section.Title} has no '{key}'", new PythonError("LookupError", python), hidden is null ? hint : $"{hidden.Shadow} has '{key}' too, which hides the one here");
    }

    private Node FilterWith(Node next, ConfEntry filterWith)
    {
        var filter = _resolution.Whole(_scope, ObjectKind.Filter, ReferenceTo(filterWith), Global);
        Collect(filter);
        return Failure.OfParts(filter, next) ?? (Node)Own(new FilterWithNode { Kind = Kind, Name = "", GlobalConf = Global, LocalConf = Local, Filter = filter, Next = next });
    }

    private void CheckRequired()
    {
        foreach (var word in Local.Pop("require")?.Text.Words() ?? [])
        {
            if (!_scope.Files.EntryPoints.Distributions.Contains(word.Text, DistributionName.Comparer))
            {
                var hint = Similar.To(word.Text, _scope.Files.EntryPoints.Distributions) is { } near ? $"did you mean '{near}'?" : $"pip install {word}";
                var python = new PythonError("PackageNotFoundError", $"No package metadata was found for {word}");
                Collect(Fail(word.Source, "no-distribution", $"{Section.Title} requires the distribution '{word}', which is not installed", python, hint));
            }
        }
    }

    private Reference ReferenceTo(ConfEntry entry) => new(entry.Text.Text, entry.Text.Source, Asker);

    private T Own<T>(T node)
        where T : Node
    {
        node.Name = Section.Name ?? "main";
        node.Section = Section.Header;
        node.File = _scope.File.AbsolutePath;
        node.Source = Section.Source;
        if (node is FactoryNode factory)
        {
            factory.Origin = _frame;
            factory.Scope = _scope;
        }
        if (node is FilterWithNode { Next: FactoryNode inner })
        {
            (inner.Name, inner.Section, inner.File, inner.Source) = (node.Name, node.Section, node.File, node.Source);
        }
        return node;
    }

    private ErrorNode Fail(Source source, string code, string message, PythonError python, string? hint = null) =>
        Failure.Of(Kind, _frame.By with { Source = source }, code, message, python, hint);

    private void Collect(Node node)
    {
        if (node is ErrorNode error)
        {
            _raised ??= error.IsLate ? null : error.Error;
            _raisedLate ??= error.Error;
            _problems.AddRange(error.Diagnostics);
        }
    }

    private ErrorNode Failed()
    {
        var raised = _raised ?? _raisedLate!; // one was set with the first problem
        return Failure.Of(Kind, new Reference(Section.Name, Section.Source), _problems, raised, isLate: _raised is null);
    }
}
