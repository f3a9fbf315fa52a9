// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Passwords;

/// <summary>The lines of a password file, to change those of one user. Other lines stay as they are, byte for byte.</summary>
internal sealed class PasswordLines
{
    private readonly List<string> _lines;

    private PasswordLines(IEnumerable<string> lines) => _lines = [.. lines];

    /// <summary>Reads a file; one that does not exist yet has no lines.</summary>
    public static PasswordLines Read(string path) => new(File.Exists(path) ? File.ReadLines(path, Encoding.Latin1) : []);

    /// <summary>The file's bytes.</summary>
    public byte[] Bytes => Encoding.Latin1.GetBytes(string.Concat(_lines.Select(line => line + "\n")));

    /// <summary>The lines that begin with a key.</summary>
    public IReadOnlyList<string> Of(string key) => _lines.FindAll(Begins(key));

    /// <summary>Puts new lines in the place of those that begin with a key, or at the end; without new lines they are removed.</summary>
    public void Replace(string key, params string[] lines)
    {
        var at = _lines.FindIndex(Begins(key));
        _lines.RemoveAll(Begins(key));
        _lines.InsertRange(at < 0 ? _lines.Count : at, lines);
    }

    private static Predicate<string> Begins(string key) => line => line.StartsWith(key, StringComparison.Ordinal);
}
