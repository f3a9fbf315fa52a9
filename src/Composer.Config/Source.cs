// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A place in a config file.</summary>
/// <param name="File">The file's path as the user named it; empty for what did not come from a file (a command line argument, an environment variable).</param>
/// <param name="Line">1 for the first line; 0 when the place is the file as a whole.</param>
/// <param name="Column">1 for the first character; 0 when the place is the line as a whole.</param>
public readonly record struct Source(string File, int Line = 0, int Column = 0)
{
    /// <summary><c>file:line:column</c>, the form that editors and CI systems match.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
