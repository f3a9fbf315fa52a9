// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A config file that was read, with its sections by kind and name.</summary>
internal sealed class ConfigFile
{
    private const int LargestFile = 64 << 20;
    private const int MostSearches = 100;
    private readonly Dictionary<(string Kind, string Name), List<Section>> _byName = [];

    private int _searches;

    private ConfigFile(string pythonName, Document document, bool isReadable)
    {
        PythonName = pythonName;
        Document = document;
        IsReadable = isReadable;
        AbsolutePath = PosixPath.Absolute(pythonName);
        Directory = PosixPath.DirectoryOf(AbsolutePath);
        foreach (var section in document.Sections)
        {
            Index(section);
        }
    }

    /// <summary>The path that Paste Deploy opens and prints.</summary>
    public string PythonName { get; }

    /// <summary>The value of <c>__file__</c>.</summary>
    public string AbsolutePath { get; }

    /// <summary>The value of <c>here</c>.</summary>
    public string Directory { get; }

    /// <summary>What it holds; its problems say why it cannot be read.</summary>
    public Document Document { get; }

    /// <summary>Whether the file could be opened at all.</summary>
    public bool IsReadable { get; }

    public static ConfigFile Open(string pythonName, string display)
    {
        try
        {
            var bytes = Bytes(pythonName);
            return new ConfigFile(pythonName, ConfigReader.Read(bytes, ConfigReader.FormatOf(pythonName), display, pythonName), isReadable: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var error = FileError.Of(pythonName, e);
            var problem = new Diagnostic(Severity.Error, new Source(display), "no-such-file", FileError.Sentence(error, display), FileError.Hint(pythonName)) { Python = error };
            return new ConfigFile(pythonName, Document.Unreadable(display, problem, error), isReadable: false);
        }
    }

    /// <summary>A file that is not one: a text that somebody made up.</summary>
    public static ConfigFile Of(string text, string pythonName, string display) =>
        new(pythonName, ConfigReader.Read(System.Text.Encoding.UTF8.GetBytes(text), ConfigFormat.Ini, display, pythonName), isReadable: true);

    /// <summary>The sections of a kind (<c>app</c>) and a name, in the file's order.</summary>
    public IReadOnlyList<Section> Find(string kind, string name) => _byName.TryGetValue((kind, name), out var found) ? found : [];

    /// <summary>Whether all sections may be searched once more for a name like one that is missing. Who misses a hundred has another mistake, and waits.</summary>
    public bool TakeSearch() => Interlocked.Increment(ref _searches) <= MostSearches;

    private void Index(Section section)
    {
        if (section.Name is null)
        {
            return;
        }
        var key = (section.Kind, section.Name);
        if (!_byName.TryGetValue(key, out var list))
        {
            _byName[key] = list = [];
        }
        list.Add(section);
    }

    private static byte[] Bytes(string path)
    {
        if (System.IO.Directory.Exists(path))
        {
            throw new IsADirectoryException();
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        var block = new byte[64 << 10];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            bytes.Write(block, 0, read);
            if (bytes.Length > LargestFile)
            {
                throw new IOException($"more than {LargestFile >> 20} MiB");
            }
        }
        return bytes.ToArray();
    }
}
