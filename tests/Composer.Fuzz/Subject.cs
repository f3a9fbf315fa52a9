// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Text;
using Composer.Config;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Fuzz;

/// <summary>What is tried: everything that a command does with a config before it imports, opens or starts anything.</summary>
/// <param name="folder">Where the files are written.</param>
internal sealed class Subject(string folder)
{
    private readonly Loader _loader = new(
        new Registry(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers")), NoPython.Create(), new Services(TimeProvider.System, NullLoggerFactory.Instance));

    /// <summary>Reads and checks a file. Any exception is a mistake of ours.</summary>
    public void Try(Input input)
    {
        var file = Path.Combine(folder, "input" + input.Suffix);
        File.WriteAllBytes(file, input.Bytes);

        var graph = _loader.Read(file);
        foreach (var problem in _loader.Check(graph))
        {
            Look(problem);
        }
        GraphJson.Write(Stream.Null, graph);
        GraphText.Write(TextWriter.Null, graph.Objects);
        Rewrite(input.Bytes, ConfigReader.FormatOf(file), file);
    }

    // What compose convert and compose fmt write can be read again.
    private static void Rewrite(byte[] bytes, ConfigFormat format, string file)
    {
        Expect(ConfigFormatter.Format(bytes, format, file, []), format, "fmt");
        foreach (var target in Enum.GetValues<ConfigFormat>())
        {
            Expect(ConfigConverter.Convert(bytes, file, target, []), target, $"convert --to {target}");
        }
    }

    private static void Expect(string? written, ConfigFormat format, string command)
    {
        var problem = written is null ? null : ConfigReader.Read(Encoding.UTF8.GetBytes(written), format, "written").Problems.FirstOrDefault(problem => problem.Severity == Severity.Error);
        if (problem is not null)
        {
            throw new InvalidOperationException($"{command} writes what cannot be read: {problem}\n{written}");
        }
    }

    private static void Look(Diagnostic problem)
    {
        if (problem.Source.Line < 0 || problem.Source.Column < 0 || problem.Code.Length == 0 || problem.Message.Length is 0 or > 100_000)
        {
            throw new InvalidOperationException($"a strange diagnostic: {problem}");
        }
    }
}
