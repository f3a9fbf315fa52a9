// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>The config cannot be served.</summary>
    Error,

    /// <summary>It can be served, but probably does not do what was meant.</summary>
    Warning,

    /// <summary>It works; there is a better way.</summary>
    Hint,
}

/// <summary>One problem of a config.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Source">Where it is.</param>
/// <param name="Code">A stable word, explained in docs/errors.md: <c>no-such-section</c>.</param>
/// <param name="Message">What is wrong, one line, in the user's words.</param>
/// <param name="Hint">What to type instead, or null.</param>
public sealed record Diagnostic(Severity Severity, Source Source, string Code, string Message, string? Hint = null)
{
    /// <summary>By which references a site comes to the section that it is in, <c>server:main -> pipeline:main -> filter:gzip</c>; null when no other section leads there.</summary>
    public string? Chain { get; init; }

    /// <summary>What Paste Deploy raises for it, when it raises at all.</summary>
    public PythonError? Python { get; init; }

    /// <summary>The exception behind it, whose stack or traceback may interest somebody; null when there is none.</summary>
    public Exception? Cause { get; init; }

    /// <summary><c>file:line:column: error code: message</c>, with the chain of references and the hint on lines of their own.</summary>
    public override string ToString()
    {
        var word = Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "hint" };
        var place = string.IsNullOrEmpty(Source.File) ? "" : $"{Source}: "; // settings that Python code passed have none
        var line = $"{place}{word} {Code}: {Message}";
        var chain = Chain is null ? "" : $"\n  reached by: {Chain}";
        return Hint is null ? line + chain : $"{line}{chain}\n  hint: {Hint}";
    }
}
