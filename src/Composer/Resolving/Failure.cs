// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Makes error nodes.</summary>
internal static class Failure
{
    /// <summary>An object that fails for one reason.</summary>
    public static ErrorNode Of(ObjectKind kind, Reference reference, string code, string message, PythonError python, string? hint = null) =>
        Of(kind, reference, [new Diagnostic(Severity.Error, reference.Source, code, OneLine(message), ValueHint.ForContinued(reference.Name) ?? hint) { Python = python }], python);

    private static string OneLine(string message) => message.Replace('\n', ' ');

    /// <summary>The same for what Paste Deploy finds only when it builds the object.</summary>
    public static ErrorNode Late(ObjectKind kind, Reference reference, string code, string message, PythonError python, string hint) =>
        Of(kind, reference, [new Diagnostic(Severity.Error, reference.Source, code, message, hint) { Python = python }], python, isLate: true);

    /// <summary>An object that fails because parts of it do, or null when none does. Paste Deploy raises the first, but what it finds while building after the rest.</summary>
    public static ErrorNode? OfParts(params IEnumerable<Node> parts)
    {
        var errors = parts.OfType<ErrorNode>().ToList();
        if (errors.Count == 0)
        {
            return null;
        }
        var raised = errors.Find(error => !error.IsLate) ?? errors[0];
        return Of(raised.Kind, new Reference(raised.Name, raised.Source), errors.SelectMany(error => error.Diagnostics), raised.Error, raised.IsLate);
    }

    /// <summary>An object that fails for several reasons.</summary>
    public static ErrorNode Of(ObjectKind kind, Reference reference, IEnumerable<Diagnostic> problems, PythonError python, bool isLate = false)
    {
        var all = new DiagnosticList();
        all.AddRange(problems);
        return new ErrorNode { Kind = kind, Name = reference.Name ?? "main", Source = reference.Source, Diagnostics = all.Sorted(), Error = python, IsLate = isLate };
    }
}
