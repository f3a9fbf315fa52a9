// SPDX-License-Identifier: MIT
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Composer.Config.Yaml;

/// <summary>Makes values with places out of YamlDotNet's events. It ends at the first mistake of the syntax.</summary>
internal sealed class YamlParser
{
    private readonly string _text;
    private readonly string _file;
    private readonly SyntaxProblems _problems;
    private readonly YamlEvents _events;
    private readonly YamlAnchors _anchors = new();
    private int _values;

    private YamlParser(string text, string file, SyntaxProblems problems)
    {
        (_text, _file, _problems) = (text, file, problems);
        _events = new YamlEvents(text);
    }

    /// <summary>The file's one mapping; empty when it cannot be read.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its path, for places.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static TableValue Parse(string text, string file, SyntaxProblems problems)
    {
        var parser = new YamlParser(text, file, problems);
        try
        {
            return parser.ReadFile();
        }
        catch (SyntaxError error)
        {
            problems.Add(error.Problem);
        }
        catch (YamlException error)
        {
            problems.Add(YamlMistake.Of(error, text, file));
        }
        return new TableValue(new Source(file, 1, 1));
    }

    private TableValue ReadFile()
    {
        Next(); // the start of the stream
        if (Next() is StreamEnd)
        {
            return new TableValue(new Source(_file, 1, 1));
        }
        var root = Read(Next(), 1);
        Next(); // the end of the document
        if (Next() is DocumentStart second)
        {
            throw new SyntaxError(At(second.Start), "a second document begins here", "a config is one document: remove the line ---");
        }
        return root switch
        {
            TableValue table => table,
            Config.Scalar { Kind: ScalarKind.Null } => new TableValue(root.Source),
            _ => throw new SyntaxError(root.Source, "a config is a mapping of sections", "write app: and below it, indented, main: and its settings"),
        };
    }

    private ParsingEvent Next() => _events.Next() ?? throw new SyntaxError(new Source(_file), "the file ends too early");

    private ConfigValue Read(ParsingEvent found, int depth)
    {
        var source = At(found.Start);
        if (depth > Limits.Depth)
        {
            throw new SyntaxError(source, $"lists and mappings stand at most {Limits.Depth} deep in each other", code: "too-large");
        }
        if (++_values > Limits.Values)
        {
            throw new SyntaxError(source, $"the file has more than {Limits.Values} values", code: "too-large");
        }
        ConfigValue value = found switch
        {
            AnchorAlias alias => _anchors.Get(alias.Value.Value, source, depth),
            YamlDotNet.Core.Events.Scalar scalar => YamlScalar.Read(scalar, TextOf(scalar)),
            SequenceStart sequence => ReadList(sequence, source, depth),
            MappingStart mapping => ReadTable(mapping, source, depth),
            _ => throw new SyntaxError(source, "a value was expected"),
        };
        if (found is NodeEvent { Anchor.IsEmpty: false } node)
        {
            _anchors.Add(node.Anchor.Value, value);
        }
        return value;
    }

    private ListValue ReadList(SequenceStart start, Source source, int depth)
    {
        YamlScalar.CheckTag(start.Tag, "seq", source);
        var list = new ListValue(source);
        while (Next() is var found and not SequenceEnd)
        {
            list.Add(Read(found, depth + 1));
        }
        return list;
    }

    private TableValue ReadTable(MappingStart start, Source source, int depth)
    {
        YamlScalar.CheckTag(start.Tag, "map", source);
        var mapping = new YamlMapping(source, _problems);
        while (Next() is var found and not MappingEnd)
        {
            if (found is not YamlDotNet.Core.Events.Scalar key)
            {
                throw new SyntaxError(At(found.Start), "a key is a text", "put quotes around a key that begins with *, &, [ or {");
            }
            var value = Read(Next(), depth + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                mapping.Merge(value);
                continue;
            }
            mapping.Add(new TableEntry(key.Value, At(key.Start), value));
        }
        return mapping.Build();
    }

    private PlacedText TextOf(YamlDotNet.Core.Events.Scalar scalar)
    {
        var quote = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        var start = At(scalar.Start);
        var source = start with { Column = start.Column + quote };
        var result = new PlacedTextBuilder(source);
        if (_text.AsSpan(Math.Min(_text.Length, (int)scalar.Start.Index + quote)).StartsWith(scalar.Value))
        {
            result.Append(scalar.Value, source);
        }
        else
        {
            result.AppendFixed(scalar.Value, start);
        }
        return result.Build(scalar.Style == ScalarStyle.SingleQuoted ? TextSyntax.Literal : TextSyntax.Dollar);
    }

    private Source At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);
}
