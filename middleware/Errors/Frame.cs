// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>One call of a stack, to be shown.</summary>
/// <param name="Language">C# or Python.</param>
/// <param name="Function">What was called.</param>
/// <param name="File">Its file, or null.</param>
/// <param name="Line">Where in the file, or 0.</param>
/// <param name="Code">The line of code as a traceback quotes it, or null.</param>
internal sealed record Frame(string Language, string Function, string? File, int Line, string? Code = null)
{
    private static readonly string[] LibraryFolders = ["/site-packages/", "/dist-packages/", "/lib/python", "<frozen ", "<composer>"];

    /// <summary>Python or C#, as a class name of the page.</summary>
    public string Style => Language == "Python" ? "python" : "csharp";

    /// <summary>The file's name without its folders.</summary>
    public string? ShortFile => File is null ? null : Path.GetFileName(File);

    /// <summary>The lines around it; empty when the file is not there.</summary>
    public IReadOnlyList<SourceLine> Source { get; init; } = [];

    /// <summary>Whether the page shows the source at once.</summary>
    public bool Open { get; init; }

    /// <summary>Whether it is the user's own code: there is a file, and not one of Composer or of an installed package.</summary>
    public bool IsOwn => File is not null && !Function.StartsWith("Composer.", StringComparison.Ordinal) && !Array.Exists(LibraryFolders, folder => File.Contains(folder, StringComparison.Ordinal));
}
