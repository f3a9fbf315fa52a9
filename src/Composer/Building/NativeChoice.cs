// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Which of Paste's entry points C# components stand in for: <c>[composer] native = true</c>, <c>false</c>, or the names of those that do.</summary>
internal sealed class NativeChoice
{
    private readonly bool _all;
    private readonly HashSet<string> _names = [];

    /// <param name="written">The value of <c>native</c>, or null when nobody wrote one.</param>
    public NativeChoice(PlacedText? written)
    {
        var all = written is null ? true : Word.ToBool(written.Text);
        _all = all ?? false;
        if (all is null && written is not null)
        {
            _names = [.. Word.Split(written).Select(name => name.Text)];
        }
    }

    /// <summary>Whether a component takes the place of the entry point that it replaces.</summary>
    public bool Allows(Component component) =>
        _all || _names.Contains(component.Name) || component.Aliases.Any(_names.Contains);
}
