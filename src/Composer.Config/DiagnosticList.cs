// SPDX-License-Identifier: MIT
using System.Collections;

namespace Composer.Config;

/// <summary>Problems as they are found; nothing stops at the first.</summary>
public sealed class DiagnosticList : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> _found = [];
    private readonly HashSet<Diagnostic> _known = [];

    /// <inheritdoc/>
    public int Count => _found.Count;

    /// <summary>Number of problems that keep the config from being served.</summary>
    public int ErrorCount => _found.Count(found => found.Severity == Severity.Error);

    /// <summary>Whether the config cannot be served.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Adds a problem, once: two ways to the same mistake report it once.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (_known.Add(Known(diagnostic)))
        {
            _found.Add(diagnostic);
        }
    }

    /// <summary>Removes the problems from an index on, and returns them.</summary>
    public IReadOnlyList<Diagnostic> TakeBack(int index)
    {
        var taken = _found[index..];
        _found.RemoveRange(index, taken.Count);
        _known.ExceptWith(taken.Select(Known));
        return taken;
    }

    /// <summary>Adds several problems.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>Adds what keeps the config from being served.</summary>
    public void Error(Source source, string code, string message, string? hint = null) =>
        Add(new Diagnostic(Severity.Error, source, code, message, hint));

    /// <summary>Adds what is probably not meant.</summary>
    public void Warning(Source source, string code, string message, string? hint = null) =>
        Add(new Diagnostic(Severity.Warning, source, code, message, hint));

    /// <summary>All problems: by file, in the order in which the files were met, then by place.</summary>
    public IReadOnlyList<Diagnostic> Sorted()
    {
        var files = _found.Select(found => found.Source.File).Distinct(StringComparer.Ordinal).ToList();
        return [.. _found
            .OrderBy(found => files.IndexOf(found.Source.File))
            .ThenBy(found => found.Source.Line)
            .ThenBy(found => found.Source.Column)];
    }

    /// <summary>Carries the problems out when there is an error among them.</summary>
    /// <exception cref="ConfigException">There is an error.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new ConfigException(Sorted());
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator() => _found.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // What raised the same twice is two exceptions.
    private static Diagnostic Known(Diagnostic diagnostic) => diagnostic with { Cause = null };
}
