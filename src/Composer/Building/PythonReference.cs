// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>The name of a Python function in a setting.</summary>
internal static class PythonReference
{
    /// <summary><c>package.module:function</c>; also of <c>package.module.function</c>, as Paste takes it. Null after reporting that it is neither.</summary>
    public static string? Of(string owner, PlacedText name, DiagnosticList problems)
    {
        var text = Blank.Strip(name.Text);
        var colon = text.Contains(':', StringComparison.Ordinal) ? text.IndexOf(':', StringComparison.Ordinal) : text.LastIndexOf('.');
        var (module, function) = colon < 0 ? (text, "") : (text[..colon].TrimEnd(), text[(colon + 1)..].TrimStart());
        if (!module.Split('.').Concat(function.Split('.')).All(IsIdentifier))
        {
            problems.Error(name.Source, "bad-value", $"{owner}: '{text}' does not name a Python function", "write package.module:function");
            return null;
        }
        return $"{module}:{function}";
    }

    private static bool IsIdentifier(string word) => word.Length > 0 && !char.IsAsciiDigit(word[0]) && word.All(c => c == '_' || char.IsLetterOrDigit(c));
}
