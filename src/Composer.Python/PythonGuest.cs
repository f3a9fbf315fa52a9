// SPDX-License-Identifier: MIT
using Composer.Python.Native;
using Microsoft.Extensions.Logging;

namespace Composer.Python;

/// <summary>.NET inside a process that Python started: the other way round than <see cref="PythonHost"/>.</summary>
public static class PythonGuest
{
    /// <summary>Connects the bridge to the Python that called, and gives it functions to call.</summary>
    /// <param name="options">Its threads serve only when a C# server calls Python apps; requests of a Python server stay on its own threads.</param>
    /// <param name="logs">Where the bridge reports what has nobody to go to.</param>
    /// <param name="functions">Makes the functions, by name.</param>
    /// <returns>A dict of them: a new reference; 0 when a Python exception is set.</returns>
    public static nint Join(PythonOptions options, ILoggerFactory logs, Func<PythonHost, IReadOnlyDictionary<string, object?>> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        try
        {
            return Conversion.ToPython(functions(PythonHost.Join(options, logs)));
        }
        catch (Exception error)
        {
            if (LibPython.Handle == 0)
            {
                Console.Error.WriteLine($"wsgi_composer: {error.Message}");
                return 0;
            }
            PythonError.Set(error);
            return 0;
        }
    }

    /// <summary>To be called before Python ends: lets the bridge's threads finish what they do, and keeps them out of Python then. Python apps are refused from there on.</summary>
    /// <param name="patience">How long to wait for them.</param>
    public static ValueTask EndAsync(TimeSpan patience) => GuestEnd.ComeAsync(patience);

    /// <summary>What the Python that called says of itself now.</summary>
    /// <param name="host">From <see cref="Join"/>.</param>
    public static Interpreter Interpreter(PythonHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.AskAgain();
    }
}
