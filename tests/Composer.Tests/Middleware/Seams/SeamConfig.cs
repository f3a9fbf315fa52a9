// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Benchmarks;
using Composer.Middleware;

namespace Composer.Tests.Middleware.Seams;

/// <summary>Configs with the filters of the registry between a filter and an app of seams.py.</summary>
internal static class SeamConfig
{
    private const string Stylesheet = """
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
          <xsl:output method="xml" omit-xml-declaration="yes"/>
          <xsl:template match="/"><xsl:copy-of select="."/></xsl:template>
        </xsl:stylesheet>
        """;

    private const string Parts = """
        [filter:python]
        paste.filter_factory = seams:make_filter
        [filter:lint]
        use = composer:lint
        [filter:other]
        use = composer:headers
        header.X-Other = 1
        [app:app]
        use = wsgi:seams:app
        [app:report]
        use = wsgi:seams:reporting

        """;

    /// <summary>The names of all filters in C#.</summary>
    public static IReadOnlyList<string> Filters { get; } =
        [.. new Registry(typeof(Compress).Assembly).Components.Where(component => component.Kind == ComponentKind.Filter).Select(component => component.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Writes a config whose <c>main</c> is one pipeline.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="filter">The filter that is called <c>it</c> in the pipeline.</param>
    /// <param name="pipeline">Names, the outermost first; lint stands between all.</param>
    public static string Write(string folder, string filter, string pipeline) =>
        Write(folder, $"{Parts}[pipeline:main]\npipeline = {Linted(pipeline)}\n{Section("it", filter)}");

    /// <summary>Writes a config that mounts each filter under its name, a Python filter above it, and a report of closed bodies.</summary>
    public static string WriteMounts(string folder)
    {
        var text = new StringBuilder(Parts).Append("[composite:main]\nuse = composer:urlmap\n/report = report\n");
        text.AppendJoin("", Filters.Select(name => $"/{name} = at-{name}\n"));
        text.AppendJoin("", Filters.Select(name => $"[pipeline:at-{name}]\npipeline = {Linted($"python it-{name} app")}\n{Section("it-" + name, name)}"));
        return Write(folder, text.ToString());
    }

    /// <summary>Writes a config whose <c>main</c> is a filter around the app <c>odd</c>.</summary>
    public static string WriteOdd(string folder, string filter) =>
        Write(folder, $"[pipeline:main]\npipeline = it composer:odd\n{Section("it", filter)}");

    private static string Write(string folder, string text)
    {
        File.WriteAllText(Path.Combine(folder, "page.xsl"), Stylesheet);
        var file = Path.Combine(folder, "site.ini");
        File.WriteAllText(file, text);
        return file;
    }

    private static string Linted(string pipeline) => "lint " + pipeline.Replace(" ", " lint ", StringComparison.Ordinal);

    private static string Section(string name, string filter) =>
        $"[filter:{name}]\nuse = composer:{filter}\n{string.Join('\n', FilterTrial.Of(filter).Settings)}\n";
}
