// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Which of Paste's entry points C# components stand in for: <c>[composer] native = true</c> (all), <c>false</c> (none), or the names of those that they do not.</summary>
/// <param name="options">The section: the words after <c>native =</c>, and <c>native_server</c>.</param>
internal sealed class NativeChoice(ComposerOptions options)
{
    private readonly bool? _all = options.Native is [var word] ? Word.ToBool(word) : null;

    /// <summary>Whether Composer's server takes the place of those that existing configs name.</summary>
    public bool Server => options.NativeServer;

    /// <summary>Whether a component takes the place of the entry point that it replaces.</summary>
    public bool Allows(Component component) =>
        _all ?? !NamesOf(component).Any(options.Native.Contains);

    /// <summary>The names by which the setting calls a component.</summary>
    public static IEnumerable<string> NamesOf(Component component) =>
        component.Aliases.Prepend(component.Name).Concat(component.Replaces.Select(EntryPoint));

    private static string EntryPoint(string replaced) => replaced[(replaced.IndexOf('#', StringComparison.Ordinal) + 1)..];
}
