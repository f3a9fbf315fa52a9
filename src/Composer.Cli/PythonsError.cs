// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Python;

namespace Composer.Cli;

/// <summary>Problems of a config as Python code sees them.</summary>
internal static class PythonsError
{
    /// <summary>What Paste Deploy stops at: the first problem that Python knows, as the class that Paste Deploy raises, with all problems as its note. Null when there is none.</summary>
    public static Exception? Of(ConfigException error)
    {
        var all = new DiagnosticList();
        all.AddRange(error.Diagnostics);
        var note = string.Join('\n', all.Sorted());
        return error.Diagnostics.Select(found => One(found, note)).FirstOrDefault(found => found is not null);
    }

    private static Exception? One(Diagnostic found, string note)
    {
        if (found.Cause is PythonException raised)
        {
            raised.Note = note;
            return raised;
        }
        return found.Python is { } python ? new PythonRaise(python.Type, python.Message) { Note = note } : null;
    }
}
