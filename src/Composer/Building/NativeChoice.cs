// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Which of Paste's entry points C# components stand in for: <c>[composer] native = true</c> (all), <c>false</c> (none), or the names of those that they do not.</summary>
/// <param name="written">The words after <c>native =</c>.</param>
internal sealed class NativeChoice(IReadOnlyList<string> written)
{
    private readonly bool? _all = written is [var word] ? Word.ToBool(word) : null;

    /// <summary>Whether a component takes the place of the entry point that it replaces.</summary>
    public bool Allows(Component component) =>
        _all ?? !component.Aliases.Prepend(component.Name).Concat(component.Replaces.Select(EntryPoint)).Any(written.Contains);

    private static string EntryPoint(string replaced) => replaced[(replaced.IndexOf('#', StringComparison.Ordinal) + 1)..];
}
