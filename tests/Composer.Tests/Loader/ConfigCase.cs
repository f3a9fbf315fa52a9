// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Tests.Loader;

/// <summary>A file of <c>tests/cases/config</c>: one config or several, and what the first one means.</summary>
internal sealed class ConfigCase
{
    private const string FileMark = "==== ";
    private static readonly string Folder = Repository.At("tests", "cases", "config");

    private readonly string[] _lines;

    private ConfigCase(string path)
    {
        Path = path;
        var lines = File.ReadAllText(path).Split('\n');
        var mark = Array.FindIndex(lines, line => line is "----" or "---- json");
        (_lines, Mark) = (lines[..mark], lines[mark]);
        var first = _lines[0].StartsWith(FileMark, StringComparison.Ordinal) ? _lines[0].Split(' ')[1..] : ["site.ini"];
        Main = first[0];
        Variables = Conf.Of(first[1..].Select(word => word.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])), "command line");
    }

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.case").Select(System.IO.Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    public string Path { get; }

    /// <summary>The name of the file that is looked at.</summary>
    public string Main { get; }

    public Conf Variables { get; }

    public string Config => string.Join('\n', _lines);

    /// <summary>The line below the config: it says how the meaning is written.</summary>
    public string Mark { get; }

    public static ConfigCase Read(string name) => new(System.IO.Path.Combine(Folder, name + ".case"));

    public static string? Environment(string name) => name switch { "PORT" => "8080", "PASSWORD" => "50%", _ => null };

    public void WriteFiles(string directory)
    {
        var file = Main;
        var text = new StringBuilder();
        foreach (var line in _lines)
        {
            if (line.StartsWith(FileMark, StringComparison.Ordinal))
            {
                Flush();
                file = line.Split(' ')[1];
                continue;
            }
            text.Append(line).Append('\n');
        }
        Flush();

        void Flush()
        {
            if (text.Length > 0)
            {
                var path = System.IO.Path.Combine(directory, file);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // a file in a folder has one
                File.WriteAllText(path, text.ToString());
                text.Clear();
            }
        }
    }
}
