// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Names what makes an object; nothing is imported to have one.</summary>
/// <param name="Scheme"><c>egg</c>, <c>call</c>, <c>import</c> (an explicit <c>paste.app_factory = module:attr</c>), <c>composer</c>, <c>wsgi</c> or <c>assembly</c>.</param>
/// <param name="Target">The distribution as spelled, the module, the component's name, or the assembly's path as written.</param>
/// <param name="Entry">The entry point, the attribute, or the component in the assembly; empty when the reference has none.</param>
/// <param name="Source">Where the reference is written.</param>
/// <param name="Directory">Absolute directory of the file that says it; empty outside any file. Relative assembly paths start there.</param>
public sealed record FactoryReference(string Scheme, string Target, string Entry, Source Source, string Directory)
{
    /// <summary>The reference as <c>show --json</c> writes it: <c>egg:Dist#entry</c>, <c>call:mod:attr</c>, <c>composer:gzip</c>.</summary>
    public override string ToString() => Scheme switch
    {
        "egg" => $"egg:{Target}#{Entry}",
        "assembly" => $"assembly:{Target}#{Entry}",
        "composer" => $"composer:{Target}",
        _ => Entry.Length == 0 ? $"{Scheme}:{Target}" : $"{Scheme}:{Target}:{Entry}",
    };
}
