// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A C# component that was constructed, and for which section.</summary>
/// <param name="Instance">The component.</param>
/// <param name="Owner">The section, for messages: <c>filter 'auth'</c>.</param>
/// <param name="Source">Where the section is.</param>
internal sealed record Made(object Instance, string Owner, Source Source)
{
    /// <summary>What the section says.</summary>
    public Conf Settings { get; init; } = new();

    /// <summary>Where a message about it belongs: at the setting whose file, folder or address it names, else at the section.</summary>
    public Source Place(string message)
    {
        var named =
            from entry in Settings
            from word in Word.Split(entry.Text)
            let name = word.Text[(word.Text.LastIndexOf(':') is var colon && word.Text.StartsWith("file:", StringComparison.Ordinal) ? colon + 1 : 0)..]
            where name.Length > 2 && !OwnKeys.Is(entry.Key) && message.Contains(name, StringComparison.Ordinal)
            orderby name.Length descending
            select word.Source;
        return named.FirstOrDefault(Source);
    }
}
