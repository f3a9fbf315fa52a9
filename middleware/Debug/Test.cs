// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Shows the environ of the request, as HTML, JSON or text.</summary>
/// <remarks>It tells a visitor much about the server: for development, not for a site that the world can reach.</remarks>
[App("test", Replaces = ["Paste#test"])]
public sealed class Test(TestOptions options) : IWsgiApp
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var rows = EnvironTable.Of(environ, options.Secrets);
        var type = Accept.Choose(environ.GetText(EnvironKey.HttpAccept), "text/plain", "text/html", "application/json");
        var response = type switch
        {
            "text/html" => Response.Text(options.Status, Html(environ, rows), "text/html; charset=utf-8"),
            "application/json" => Response.Text(options.Status, AsJson(rows), "application/json"),
            _ => Response.Text(options.Status, AsText(rows)),
        };
        response.Headers.Add("Cache-Control", "no-store");
        response.Headers.Add("Vary", "Accept");
        return new ValueTask<Response>(response);
    }

    private static string Html(Environ environ, IReadOnlyList<EnvironRow> rows) => Page.Test(new
    {
        method = environ.RequestMethod,
        script = environ.ScriptName,
        path = environ.PathInfo,
        cgi = rows.Where(row => !row.Name.Contains('.', StringComparison.Ordinal)),
        other = rows.Where(row => row.Name.Contains('.', StringComparison.Ordinal)),
    });

    private static string AsJson(IReadOnlyList<EnvironRow> rows) =>
        JsonSerializer.Serialize(rows.ToDictionary(row => row.Name, row => row.Value), Json) + "\n";

    private static string AsText(IReadOnlyList<EnvironRow> rows)
    {
        var width = rows.Max(row => row.Name.Length);
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(row.Name.PadRight(width)).Append("  ").Append(row.ValueText.ReplaceLineEndings(" ")).Append('\n');
        }
        return text.ToString();
    }
}

/// <summary>Settings of the <c>test</c> app.</summary>
public sealed record TestOptions
{
    /// <summary>The status code of the answer.</summary>
    [System.ComponentModel.DataAnnotations.Range(200, 599)]
    public int Status { get; init; } = 200;

    /// <summary>Shows cookies, <c>Authorization</c> headers and the like too, instead of <c>[hidden]</c>.</summary>
    public bool Secrets { get; init; }
}
