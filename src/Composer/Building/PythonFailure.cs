// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Exceptions of factories and constructors, put into words.</summary>
internal static class PythonFailure
{
    // The bridge puts Python's traceback here; it tells what Python raised from what went wrong on the way to it.
    private const string Traceback = "python.traceback";

    /// <summary>Whether Python code raised it.</summary>
    public static bool IsPythons(Exception error) => error.Data.Contains(Traceback);

    /// <summary>The message without .NET's note on the parameter.</summary>
    public static string Sentence(ArgumentException error)
    {
        var note = error.ParamName is null ? -1 : error.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return note < 0 ? error.Message : error.Message[..note];
    }

    /// <summary>Python's own last line: <c>ValueError: bad total</c>.</summary>
    public static PythonError LastLine(Exception error)
    {
        var line = error.Message.Split('\n')[0];
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new PythonError(line, "") : new PythonError(line[..colon], line[(colon + 1)..].Trim());
    }

    /// <summary>The problems of a config that went through Python on their way to us, or null.</summary>
    public static ConfigException? Config(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is ConfigException config)
            {
                return config;
            }
        }
        return null;
    }
}
