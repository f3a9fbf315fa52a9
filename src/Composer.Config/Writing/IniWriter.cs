// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Writing;

/// <summary>Writes INI.</summary>
internal sealed class IniWriter : IDraftWriter
{
    private readonly StringBuilder _text = new();

    public string Write(Draft draft)
    {
        foreach (var section in draft.Sections)
        {
            Lines.Separate(_text, section.Remarks);
            Lines.Comments(_text, section.Remarks.AllAbove, "");
            _text.Append($"[{section.Header}]\n");
            foreach (var setting in section.Settings)
            {
                Lines.Comments(_text, setting.Remarks.AllAbove, "");
                Write(setting);
            }
        }
        Lines.End(_text, draft.Below);
        return _text.ToString();
    }

    private void Write(DraftSetting setting)
    {
        var lines = ValueText.Of(setting.Value).Text.Split('\n');
        _text.Append($"{setting.Key} ={(lines[0].Length == 0 ? "" : " ")}{lines[0]}\n");
        foreach (var line in lines.Skip(1))
        {
            _text.Append(line.Length == 0 ? "\n" : $"    {line}\n");
        }
    }
}
