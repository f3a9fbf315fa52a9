// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Python;

namespace Composer.Cli;

/// <summary>Problems of a config as Python code sees them.</summary>
internal static class PythonsError
{
    /// <summary>What Paste Deploy stops at: the first problem that Python knows, as the class that Paste Deploy raises. Null when there is none.</summary>
    public static Exception? Of(ConfigException error) => error.Diagnostics.Select(One).FirstOrDefault(found => found is not null);

    private static Exception? One(Diagnostic found) =>
        found.Cause as PythonException ?? (found.Python is { } python ? new PythonRaise(python.Type, python.Message) : (Exception?)null);
}
