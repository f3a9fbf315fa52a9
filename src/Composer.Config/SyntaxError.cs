// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Ends the reading of a statement of a TOML file, or of a whole YAML file.</summary>
internal sealed class SyntaxError(Diagnostic problem) : Exception(problem.Message)
{
    public SyntaxError(Source source, string message, string? hint = null, string code = "parse-error")
        : this(new Diagnostic(Severity.Error, source, code, message, hint))
    {
    }

    public Diagnostic Problem { get; } = problem;
}
