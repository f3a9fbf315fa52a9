// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Makes error nodes.</summary>
internal static class Failure
{
    /// <summary>An object that fails for one reason.</summary>
    public static ErrorNode Of(ObjectKind kind, Reference reference, string code, string message, PythonError python, string? hint = null) =>
        Of(kind, reference, [new Diagnostic(Severity.Error, reference.Source, code, message, hint) { Python = python }], python);

    /// <summary>An object that fails for several reasons; Paste Deploy raises the first.</summary>
    public static ErrorNode Of(ObjectKind kind, Reference reference, IEnumerable<Diagnostic> problems, PythonError python)
    {
        var all = new DiagnosticList();
        all.AddRange(problems);
        return new ErrorNode { Kind = kind, Name = reference.Name ?? "main", Source = reference.Source, Diagnostics = all.Sorted(), Error = python };
    }
}
