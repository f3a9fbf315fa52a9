// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Headers that an answer shall have, too, which the server makes because the app failed: the filters that would have added them are left by then.</summary>
public static class FailureHeaders
{
    // As a text, which crosses into Python and back for next to nothing.
    private static readonly EnvironKey Key = EnvironKey.Of("composer.failure_headers");

    /// <summary>Notes a header for the request.</summary>
    /// <param name="environ">The request.</param>
    /// <param name="name">As in <see cref="HeaderList.Add"/>.</param>
    /// <param name="value">As in <see cref="HeaderList.Add"/>.</param>
    public static void Note(Environ environ, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(environ);
        environ[Key] = $"{environ.GetText(Key)}{name}: {value}\n";
    }

    /// <summary>Adds what was noted and is not there yet.</summary>
    /// <param name="environ">The request.</param>
    /// <param name="headers">Those of the answer.</param>
    public static void AddTo(Environ environ, HeaderList headers)
    {
        ArgumentNullException.ThrowIfNull(environ);
        ArgumentNullException.ThrowIfNull(headers);
        foreach (var line in environ.GetText(Key)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0 && HeaderList.Problem(line[..colon], line[(colon + 2)..]) is null)
            {
                headers.TryAdd(line[..colon], line[(colon + 2)..]);
            }
        }
    }
}
