// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Writing;

/// <summary>Writes YAML: the sections of a kind stand together, where the first of them stands.</summary>
internal sealed class YamlWriter : IDraftWriter
{
    private readonly StringBuilder _text = new();

    public string Write(Draft draft)
    {
        foreach (var kind in draft.Sections.GroupBy(section => section.Kind, StringComparer.Ordinal))
        {
            Write(kind.Key == Draft.Defaults ? "default" : kind.Key, [.. kind.OrderBy(section => section.Name is not null)]);
        }
        Lines.End(_text, draft.Below);
        return _text.Length == 0 ? "{}\n" : _text.ToString();
    }

    private void Write(string kind, List<DraftSection> sections)
    {
        var isEmpty = sections is [{ Name: null, Settings.Count: 0 }];
        var isBare = sections[0].Name is null;
        // The comment at the top of a file stays there.
        var isAbove = isBare || _text.Length == 0;
        var above = sections[0].Remarks.Above.SkipWhile(line => line is null).ToList();
        _text.Append(_text.Length > 0 ? "\n" : "");
        Lines.Comments(_text, isAbove ? above : [], "");
        _text.Append($"{YamlText.Key(kind)}:{(isEmpty ? " {}" : "")}{(isBare ? Lines.Beside(sections[0].Remarks) : "")}\n");
        for (var i = 0; i < sections.Count; i++)
        {
            if (sections[i].Name is not { } name)
            {
                WriteSettings(sections[i], "  ");
                continue;
            }
            if (i > 0)
            {
                Lines.Separate(_text, sections[i].Remarks);
                Lines.Comments(_text, sections[i].Remarks.Above, "  ");
            }
            else if (!isAbove)
            {
                Lines.Comments(_text, above, "  ");
            }
            var hasNone = sections[i].Settings.Count == 0 && !sections[i].IsTyped;
            _text.Append($"  {YamlText.Key(name)}:{(hasNone ? " {}" : "")}{Lines.Beside(sections[i].Remarks)}\n");
            WriteSettings(sections[i], "    ");
        }
    }

    private void WriteSettings(DraftSection section, string indent)
    {
        if (section.IsTyped)
        {
            _text.Append($"{indent}typed: true\n");
        }
        foreach (var setting in section.Settings)
        {
            var value = YamlText.Of(setting.Value, indent);
            var isShort = !value.Contains('\n');
            Lines.Comments(_text, isShort ? setting.Remarks.Above : setting.Remarks.AllAbove, indent);
            _text.Append($"{indent}{YamlText.Key(setting.Key)}:{(value.StartsWith('\n') ? "" : " ")}{value}{(isShort ? Lines.Beside(setting.Remarks) : "")}\n");
        }
    }
}
