// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Tests.Architecture;

namespace Composer.Tests.Diagrams;

/// <summary>Configs to draw: the cases, the examples, and some that are made here.</summary>
internal static class DiagramSource
{
    public static Registry Registry { get; } = new(Assembly.Load("Composer.Middleware"), Assembly.Load("Composer.Servers"));

    /// <summary>Every config of the repository that is worth a picture.</summary>
    public static IEnumerable<string> Files => Repository.Files("tests/cases/diagram", "*.ini").Concat(Repository.Files("config-examples", "*.ini"));

    /// <summary>Configs that are awkward to lay out, by name.</summary>
    public static IReadOnlyDictionary<string, string> Made { get; } = new Dictionary<string, string>
    {
        ["empty"] = "",
        ["one app"] = "[app:main]\nuse = composer:test\n",
        ["wide"] = Composite("main", 40) + Apps(40),
        ["deep"] = $"[pipeline:main]\npipeline = {Row("f", 30)} a0\n" + Filters(30) + Apps(1),
        ["tree"] = string.Concat(Enumerable.Range(0, 5).Select(i => $"[composite:{(i == 0 ? "main" : $"c{i}")}]\nuse = egg:Paste#urlmap\n/one = {(i < 4 ? $"c{i + 1}" : "a0")}\n/ = p\n")) + "[pipeline:p]\npipeline = f0 f1 a0\n" + Filters(2) + Apps(1),
        ["long mounts"] = $"[composite:main]\nuse = egg:Paste#urlmap\n/{new string('m', 90)} = a0\ndomain {new string('w', 60)}.example.org / = a1\n" + Apps(2),
        ["long words"] = $"[pipeline:{new string('W', 120)}]\npipeline = {new string('x', 200)} a0\n[filter:{new string('x', 200)}]\nuse = call:{new string('y', 500)}:z\n{new string('k', 80)} = {new string('v', 300)}\n" + Apps(1),
        ["unused"] = "[app:main]\nuse = composer:test\n" + Apps(25),
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Names => [.. Files, .. Made.Keys];

    /// <summary>Draws one of them.</summary>
    public static Drawing DrawNamed(string name) => Made.TryGetValue(name, out var ini) ? DrawText(ini) : Draw(name);

    /// <summary>Draws a file of the repository, as if its root were the working directory.</summary>
    public static Drawing Draw(string file, DiagramOptions? options = null) =>
        new DrawingBuilder(Graph.Load(Repository.At(file)), Registry, options ?? new()).Build() with { File = file };

    /// <summary>Draws a text.</summary>
    public static Drawing DrawText(string ini, DiagramOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("composer-diagram-");
        try
        {
            var path = Path.Combine(folder.FullName, "site.ini");
            File.WriteAllText(path, ini);
            return new DrawingBuilder(Graph.Load(path), Registry, options ?? new()).Build() with { File = "site.ini" };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Writes a drawing.</summary>
    public static string Write(Drawing drawing, DiagramFormat format, DiagramOptions? options = null)
    {
        using var writer = new StringWriter();
        new Diagram(drawing, options ?? new()).Write(writer, format);
        return writer.ToString().Replace(Repository.Root + "/", "", StringComparison.Ordinal);
    }

    private static string Row(string prefix, int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"{prefix}{i}"));

    private static string Composite(string name, int count) =>
        $"[composite:{name}]\nuse = egg:Paste#urlmap\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"/{new string('p', i + 1)} = a{i}\n"));

    private static string Apps(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"[app:a{i}]\nuse = {(i % 2 == 0 ? "wsgi:shop:app" : "composer:respond\ntext = Good day")}\n"));

    private static string Filters(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"[filter:f{i}]\nuse = {(i % 3 == 0 ? "call:shop:filter" : "composer:gzip\nlevel = 5")}\n"));
}
