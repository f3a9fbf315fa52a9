// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>The syntax problems of one TOML or YAML file.</summary>
internal sealed class SyntaxProblems(string file)
{
    private const int MostReported = 100;
    private readonly List<Diagnostic> _found = [];

    /// <summary>Whether there is an error among them.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether so many were found that reading on is of no use.</summary>
    public bool IsFull => _found.Count >= MostReported;

    /// <summary>All problems by place.</summary>
    public IReadOnlyList<Diagnostic> Sorted => [.. _found.OrderBy(problem => problem.Source.Line).ThenBy(problem => problem.Source.Column)];

    public void Error(Source source, string code, string message, string? hint = null) =>
        Add(new Diagnostic(Severity.Error, source, code, message, hint));

    public void Add(Diagnostic problem)
    {
        if (!IsFull)
        {
            _found.Add(problem);
        }
        HasErrors |= problem.Severity == Severity.Error;
    }

    /// <summary>The text of a file, without a byte order mark; null when it is not UTF-8 or too long for a config.</summary>
    public string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Limits.FileSize)
        {
            Error(new Source(file), "too-large", $"the file has more than {Limits.FileSize >> 20} MiB");
            return null;
        }
        var text = Utf8Text.Decode(bytes, out _, out var offset);
        if (text is null)
        {
            var (source, message, hint) = Utf8Text.Problem(file, bytes[..offset]);
            Error(source, "encoding", message, hint);
            return null;
        }
        return text.StartsWith('\ufeff') ? text[1..] : text;
    }
}
