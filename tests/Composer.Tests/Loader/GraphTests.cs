// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace Composer.Tests.Loader;

/// <summary>What the golden cases cannot show: URIs from outside, loaders, values from Python callers, size.</summary>
public sealed class GraphTests : IDisposable
{
    private const string Shop = "[app:main]\nuse = egg:Shop\n[app:a]\nuse = egg:Shop#admin\nget d = d\n[app:]\nuse = egg:Shop\nempty = name\n";
    private static readonly GraphOptions Options = new() { EntryPoints = new ShopEntryPoints() };
    private readonly string _directory = Directory.CreateTempSubdirectory("composer-graph-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("config:site.ini", null, "app:main")]
    [InlineData("CONFIG:site.ini#a", null, "app:a")]
    [InlineData("config:site.ini#a", "main", "app:main")]
    [InlineData("config:site.ini#", null, "app:")]
    [InlineData("config:s%69te.ini ", "a", "app:a")]
    [InlineData("config:.\\site.ini", "a", "app:a")]
    public void A_uri_names_a_file_and_an_object(string uri, string? name, string section)
    {
        Write("site.ini", Shop, "d = 1");

        var node = Graph.Resolve(ObjectKind.App, uri, name, _directory, options: Options);

        Assert.Equal(section, node.Section);
    }

    [Theory]
    [InlineData("a.ini", "LookupError", "URI has no scheme: 'a.ini'")]
    [InlineData("http:a.ini", "LookupError", "URI scheme not known: 'http' (from config, egg, call)")]
    [InlineData("config:a.ini", "ValueError", "Cannot resolve relative uri 'config:a.ini'; no relative_to keyword argument given")]
    [InlineData("config:///no/such.ini", "FileNotFoundError", "[Errno 2] No such file or directory: '/no/such.ini'")]
    [InlineData("config://no/such.ini", "FileNotFoundError", "[Errno 2] No such file or directory: '//no/such.ini'")]
    [InlineData("config:/etc/passwd/x", "NotADirectoryError", "[Errno 20] Not a directory: '/etc/passwd/x'")]
    [InlineData("call:shop:main", "AssertionError", "Protocol None unknown")]
    [InlineData("egg:", "ValueError", "A distribution name is required.")]
    public void A_uri_that_leads_nowhere_says_what_Paste_Deploy_says(string uri, string type, string message)
    {
        var error = Assert.IsType<ErrorNode>(Graph.Resolve(ObjectKind.App, uri, options: Options));

        Assert.Equal((type, message), (error.Error.Type, error.Error.Message));
    }

    [Fact]
    public void An_egg_loaded_directly_has_no_here()
    {
        var node = Graph.Resolve(ObjectKind.App, "egg:Shop#admin", options: Options);

        Assert.Empty(node.GlobalConf);
    }

    [Fact]
    public void A_loader_that_is_asked_for_no_name_finds_a_bare_section()
    {
        var graph = Load("[app]\nuse = egg:Shop\n[composite:root]\nuse = egg:Shop#mall\n");

        Assert.Equal("app", graph.Scope.Resolve(ObjectKind.App, null, null).Section);
        Assert.IsType<ErrorNode>(graph.App());
    }

    [Fact]
    public void A_bare_section_beside_main_is_ambiguous_for_a_loader()
    {
        var graph = Load("[app]\nuse = egg:Shop\n[app:main]\nuse = egg:Shop\n");

        var error = Assert.IsType<ErrorNode>(graph.Scope.Resolve(ObjectKind.App, null, null));

        Assert.StartsWith("Ambiguous section names ['app', 'app:main'] for section None", error.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_loses_what_was_set_unless_it_is_passed_on()
    {
        var graph = Load("[composite:main]\nuse = egg:Shop#mall\nset d = set\n" + Shop["[app:main]\nuse = egg:Shop\n".Length..], "d = file");
        var main = Assert.IsType<FactoryNode>(graph.App());

        var alone = main.Scope.Resolve(ObjectKind.App, "a", null);
        var passed = main.Scope.Resolve(ObjectKind.App, "a", main.GlobalConf);

        Assert.Equal(("file", "set"), (alone.LocalConf.Text("d"), passed.LocalConf.Text("d")));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0, null)]
    [InlineData("", null)]
    [InlineData(5, "'int' object has no attribute 'find'")]
    [InlineData(true, "'bool' object has no attribute 'find'")]
    public void A_value_from_Python_that_is_no_text_passes_only_when_it_is_false(object? value, string? error)
    {
        var path = Write("site.ini", Shop, "d = 1");

        var node = Graph.Load(path, Conf.Of([KeyValuePair.Create("v", value)]), Options).App();

        Assert.Equal(error is null ? null : $"Error in file {path}: {error}", (node as ErrorNode)?.Error.Message);
        Assert.True(error is not null || Equals(value, node.GlobalConf["v"]?.Value));
    }

    [Fact]
    public void A_variable_that_hides_a_key_of_the_file_is_overlaid_by_it_in_interpolation_only()
    {
        var path = Write("site.ini", Shop + "seen = %(pw)s\n", "d = 1");

        var node = Graph.Load(path, Conf.Of([KeyValuePair.Create("pw", "50%%")]), Options).App("");

        Assert.Equal(("50%", "50%%"), (node.LocalConf.Text("seen"), node.GlobalConf.Text("pw")));
    }

    [Fact]
    public void A_directory_with_a_percent_sign_breaks_a_file_as_in_Paste_Deploy()
    {
        var path = Write("100%/site.ini", Shop, "d = 1");

        var error = Assert.IsType<ErrorNode>(Graph.Load(path, options: Options).App());

        Assert.Equal("InterpolationSyntaxError", error.Error.Type);
    }

    [Fact]
    public void Every_file_that_was_read_is_known()
    {
        Write("sub/b.ini", Shop, "d = 1");
        var graph = Load("[app:main]\nuse = config:sub/b.ini\n[app:x]\nuse = config:gone.ini\n");

        Assert.Equal(2, graph.Objects.Count);
        Assert.Equal(["gone.ini", "site.ini", "sub/b.ini"], graph.Files.Select(file => Path.GetRelativePath(_directory, file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Composites_that_unfold_without_end_are_an_error_and_not_a_hang()
    {
        var sections = Enumerable.Range(0, 40).Select(i => $"[composite:c{i}]\nuse = egg:Paste#urlmap\n/a = c{i + 1}\n/b = c{i + 1}\n");
        var graph = Load(string.Concat(sections) + "[app:c40]\nuse = egg:Shop\n[app:main]\nuse = c0\n");

        Assert.IsType<FactoryNode>(graph.App("c39"));
        using var stream = new MemoryStream();
        GraphJson.Write(stream, graph, [new GraphObject(ObjectKind.App, "main", graph.App())]);
        Assert.Contains("RecursionError", System.Text.Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_longer_than_Python_can_follow_is_an_error()
    {
        var graph = Load(string.Concat(Enumerable.Range(0, 3000).Select(i => $"[app:c{i}]\nuse = c{i + 1}\n")));

        Assert.Equal("RecursionError", Assert.IsType<ErrorNode>(graph.App("c0")).Error.Type);
    }

    [Fact]
    public void Five_thousand_sections_are_resolved_in_no_time()
    {
        var graph = Load(string.Concat(Enumerable.Range(0, 2500).Select(i => $"[pipeline:p{i}]\npipeline = f a{i}\n[app:a{i}]\nuse = egg:Shop\nx = %(here)s\n")) + "[filter:f]\nuse = egg:Shop#auth\n");
        var clock = Stopwatch.StartNew();

        Assert.Equal(5001, graph.Objects.Count);
        Assert.DoesNotContain(graph.Diagnostics, found => found.Severity == Composer.Config.Severity.Error);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Any_config_is_resolved_or_refused_but_never_thrown_at()
    {
        var random = new Random(11);
        string[] names = ["main", "a", "b", "", " ", "a:b", "config:site.ini#a", "config:", "config:.", "egg:Shop", "egg:", "egg:#", "call:a:b", "call::", "wsgi:", "wsgi:a:b", "composer:", "assembly:#", "x:", "#", "%(x)s", "%(env:X|%)s", "\0"];
        string[] keys = ["use", "pipeline", "next", "filter-with", "set x", "get x", "set ", "get ", "require", "paste.app_factory", "paste.filter_factory", "x", "/"];
        string[] kinds = ["app", "composite", "pipeline", "filter", "filter-app", "server", "DEFAULT", "pipline", "x", ""];
        for (var i = 0; i < 1500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"[{Any(kinds)}:{Any(names)}]\n" + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => $"{Any(keys)} = {Any(names)} {Any(names)}\n"))));
            var graph = Load(text.Replace("[DEFAULT:", random.Next(2) == 0 ? "[DEFAULT]\n#" : "[", StringComparison.Ordinal));

            GraphJson.Write(Stream.Null, graph);
            GraphText.Write(TextWriter.Null, graph.Objects);

            Assert.All(graph.Objects.Select(found => found.Node).OfType<ErrorNode>(), error => Assert.NotEmpty(error.Diagnostics));
            Assert.NotNull(graph.Diagnostics);
        }

        string Any(string[] words) => words[random.Next(words.Length)];
    }

    private Graph Load(string text, string defaults = "") => Graph.Load(Write("site.ini", text, defaults), options: Options);

    private string Write(string file, string text, string defaults)
    {
        var path = Path.Combine(_directory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file in a folder has one
        File.WriteAllText(path, $"[DEFAULT]\n{defaults}\n{text}");
        return path;
    }
}
