// SPDX-License-Identifier: MIT
namespace Composer.Config.Ini;

/// <summary>A value while its lines are being read.</summary>
internal sealed class IniValue(Section section, string key, Source keySource)
{
    private readonly List<(string Text, Source Source)> _lines = [];

    /// <summary>Adds a line, stripped already; an empty one only counts when another follows.</summary>
    public void Add(string line, Source source) => _lines.Add((line, source));

    /// <summary>Puts the value into its section: lines joined by <c>\n</c>, without trailing blanks.</summary>
    public void Store() => section.Set(new Setting(key, keySource, Join()));

    private PlacedText Join()
    {
        var text = Blank.StripEnd(string.Join('\n', _lines.Select(line => line.Text)));
        var runs = new List<PlacedText.Run>();
        var start = 0;
        foreach (var (line, source) in _lines)
        {
            if (runs.Count == 0 || line.Length > 0)
            {
                runs.Add(new PlacedText.Run(start, source));
            }
            start += line.Length + 1;
        }
        return new PlacedText(text, _lines[0].Source, runs);
    }
}
