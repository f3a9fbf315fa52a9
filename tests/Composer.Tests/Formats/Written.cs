// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Config;

namespace Composer.Tests.Formats;

/// <summary>Config texts read in a test.</summary>
internal static class Written
{
    public static Document Toml(string text) => Read(text, "site.toml");

    public static Document Yaml(string text) => Read(text, "site.yaml");

    /// <summary>The settings of a section, one a line.</summary>
    public static string Settings(this Document document, string header)
    {
        var section = header == "DEFAULT" ? document.Defaults : document[header];
        return string.Join('\n', section?.Settings.Select(setting => $"{setting.Key} = {setting.Value.Text.Replace("\n", "\\n", StringComparison.Ordinal)}") ?? ["no such section"]);
    }

    /// <summary>The problems, one a line, without hints.</summary>
    public static string Errors(this Document document) => string.Join('\n', document.Problems.Select(problem => problem with { Hint = null }));

    private static Document Read(string text, string file) => ConfigReader.Read(Encoding.UTF8.GetBytes(text), file);
}
