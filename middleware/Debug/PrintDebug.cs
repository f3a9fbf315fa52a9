// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.RegularExpressions;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Shows what the app printed, and wrote to <c>wsgi.errors</c>, inside of the HTML page that it answered.</summary>
/// <remarks>For development. Everything is still in the log too. Pages are read whole before they are sent; anything that is not HTML passes as it comes.</remarks>
[InsideOf("compress", Otherwise = "the page is compressed already, and nothing can be shown in it")]
[Filter("printdebug", Replaces = ["Paste#printdebug"])]
public sealed partial class PrintDebug(PrintDebugOptions options, IWsgiApp next) : IWsgiApp
{
    private static readonly EnvironKey Remove = EnvironKey.Of("paste.remove_printdebug");
    private static readonly EnvironKey Testing = EnvironKey.Of("paste.testing");

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        if (environ[Testing] is not null)
        {
            return await next.InvokeAsync(environ);
        }
        var printed = new Printed(environ.Errors, options.PrintWsgiErrors);
        var outer = environ.Errors;
        environ.Errors = printed;
        environ[EnvironKey.Printed] = printed.Prints;
        environ[Remove] = (PythonFunction)((_, _) =>
        {
            printed.IsRemoved = true;
            return default;
        });
        try
        {
            return await ShownAsync(await next.InvokeAsync(environ), printed);
        }
        finally
        {
            environ.Errors = outer;
            environ[EnvironKey.Printed] = null;
            environ[Remove] = null;
        }
    }

    private async ValueTask<Response> ShownAsync(Response response, Printed printed)
    {
        if (!HtmlPage.IsWhole(response) || !(options.ForceContentType || HtmlPage.IsHtml(response)))
        {
            return response;
        }
        return await HtmlPage.ChangeAsync(response, page =>
        {
            var text = printed.IsRemoved ? "" : printed.ToString(); // complete when the body is
            return text.Length == 0 ? page : Encoding.Latin1.GetBytes(With(Encoding.Latin1.GetString(page), text));
        });
    }

    // The page stays the bytes that it was: only ASCII is looked for, and only ASCII put in.
    private static string With(string page, string printed)
    {
        var lines = AsciiHtml.Of(printed);
        if (Place().Match(page) is { Success: true } place)
        {
            return page.Insert(place.Index + place.Length, lines);
        }
        var box = $"<pre style=\"float:right;box-sizing:border-box;width:max(40%,15em);margin:0 0 1em 1em;padding:.5em;border:2px solid #000;background:#ffd;color:#000;white-space:pre-wrap;overflow-wrap:anywhere\"><b>Printed</b>\n{lines}</pre>";
        return Start().Match(page) is { Success: true } body ? page.Insert(body.Index + body.Length, box) : box + page;
    }

    [GeneratedRegex("""<pre\s[^>]*id="paste-debug-prints"[^>]*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Place();

    [GeneratedRegex("<body[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Start();
}

/// <summary>Settings of the <c>printdebug</c> filter.</summary>
public sealed record PrintDebugOptions
{
    /// <summary>Shows it in pages of every type, and not only in <c>text/html</c>.</summary>
    public bool ForceContentType { get; init; }

    /// <summary>Shows what was written to <c>wsgi.errors</c> too, and not only what was printed.</summary>
    public bool PrintWsgiErrors { get; init; } = true;
}
