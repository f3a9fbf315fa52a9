// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A config file as it is written: sections in order, nothing interpolated, nothing looked up.</summary>
public sealed class Document
{
    private readonly OrderedDictionary<string, Section> _sections = new(StringComparer.Ordinal);

    /// <summary>A document without sections.</summary>
    /// <param name="file">The file's path as the user named it.</param>
    public Document(string file)
        : this(file, new Section("DEFAULT", new Source(file)))
    {
    }

    internal Document(string file, Section defaults)
    {
        File = file;
        Defaults = defaults;
    }

    /// <summary>The file's path as the user named it.</summary>
    public string File { get; }

    /// <summary>How it is written.</summary>
    public ConfigFormat Format { get; init; }

    /// <summary>The settings of <c>[DEFAULT]</c>, which every section sees.</summary>
    public Section Defaults { get; }

    /// <summary>All other sections, in the order of the file.</summary>
    public IReadOnlyList<Section> Sections => _sections.Values;

    /// <summary>What is wrong with the file's syntax, sorted by place. With any, the document holds only what could be read.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; internal set; } = [];

    /// <summary>The comments, in the order of the file.</summary>
    internal IReadOnlyList<Comment> Comments { get; set; } = [];

    /// <summary>The exception that Python's configparser raises for this text, or null when it reads it.</summary>
    public PythonError? Failure { get; internal set; }

    /// <summary>The document of a file that cannot be opened.</summary>
    /// <param name="file">The file's path as the user named it.</param>
    /// <param name="problem">Why.</param>
    /// <param name="failure">What Python raises.</param>
    public static Document Unreadable(string file, Diagnostic problem, PythonError failure) => new(file) { Problems = [problem], Failure = failure };

    /// <summary>A section by its header as written, or null.</summary>
    public Section? this[string header] => _sections.GetValueOrDefault(header);

    /// <summary>Adds a section.</summary>
    public void Add(Section section) => _sections.Add(section.Header, section);
}
