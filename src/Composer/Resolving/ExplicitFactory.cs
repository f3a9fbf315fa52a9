// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer;

/// <summary>The value of <c>paste.app_factory = module:attribute.path [extras]</c>, read as importlib.metadata reads entry points.</summary>
internal static partial class ExplicitFactory
{
    /// <summary>Module and attribute (empty when there is none), or null when the value is of another form.</summary>
    public static (string Module, string Attribute)? Parse(string value)
    {
        var match = Pattern().Match(value);
        return match.Success ? (match.Groups["module"].Value, match.Groups["attr"].Value) : null;
    }

    // \s and \w of Python and .NET agree on everything that a module can be called.
    [GeneratedRegex(@"^(?<module>[\w.]+)\s*(:\s*(?<attr>[\w.]+)\s*)?((?<extras>\[.*\])\s*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
