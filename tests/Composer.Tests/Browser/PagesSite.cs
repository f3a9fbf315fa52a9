// SPDX-License-Identifier: MIT
using Composer.Tests.Architecture;
using Composer.Tests.Cli;
using Composer.Tests.Diagrams;

namespace Composer.Tests.Browser;

/// <summary>A site with every page that Composer makes itself, served as users serve it.</summary>
public sealed class PagesSite : IAsyncLifetime
{
    /// <summary>Names that a browser or a page could take for something else.</summary>
    public static readonly string[] Names = ["Ångström ☃.txt", "50% off & more.txt", "<img src=x onerror=alert(1)>.txt", "a b+c?d=e#f.txt", "javascript:alert(1)", "\"quoted' name\".txt"];

    private const string Config = """
        [composite:main]
        use = composer:urlmap
        /debug = debugged
        /group = grouped
        /down = caught
        /empty = empty
        /environ = environ
        /files = files
        /printed = printed
        domain shop.localhost / = shop
        domain login.localhost / = login

        [pipeline:debugged]
        pipeline = debug mistake

        [filter:debug]
        use = composer:error_catcher
        debug = true

        [pipeline:grouped]
        pipeline = debug id seam secure mistakes

        [filter:id]
        use = composer:request_id

        [filter:seam]
        use = wsgi:mistake:passing

        [filter:secure]
        use = composer:security_headers

        [app:mistakes]
        use = wsgi:mistake:several

        [pipeline:empty]
        pipeline = pages id nothing

        [filter:pages]
        use = composer:statuspages

        [app:nothing]
        use = composer:respond
        status = 404
        text =

        [pipeline:caught]
        pipeline = errors mistake

        [filter:errors]
        use = composer:error_catcher

        [app:mistake]
        use = wsgi:mistake:app

        [app:environ]
        use = composer:test

        [app:files]
        use = composer:static
        document_root = files
        listing = true

        [pipeline:printed]
        pipeline = profile printdebug page

        [filter:profile]
        use = composer:profile

        [filter:printdebug]
        use = composer:printdebug

        [app:page]
        use = wsgi:mistake:page

        [app:shop]
        use = config:EXAMPLES/xslt.ini

        [app:login]
        use = config:EXAMPLES/auth-form.ini
        """;

    private const string Python = """
        def price(name):
            prices = {"tea": 3}
            return prices[name]


        def app(environ, start_response):
            try:
                price("coffee")
            except KeyError as error:
                path = environ["PATH_INFO"].encode("latin-1").decode()
                raise ValueError(f"no price at {path}, said {environ.get('HTTP_X_SAID')}") from error


        def passing(app):
            def passed(environ, start_response):
                return app(environ, start_response)
            return passed


        def several(environ, start_response):
            errors = []
            for name in ("coffee", "cocoa"):
                try:
                    price(name)
                except KeyError as error:
                    errors.append(error)
            errors.append(ValueError("w" * 5000 + " <b>wide</b>"))
            raise ExceptionGroup("several went wrong", errors)


        def page(environ, start_response):
            print("</pre><script>alert(1)</script>", "☃", "long" * 100)
            start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            head = '<!doctype html><html lang="en"><title>Tea</title><meta name="viewport" content="width=device-width">'
            return [f"{head}<body><h1>Tea ☕</h1><p>{'A cup of it. ' * 60}</p></body></html>".encode()]
        """;

    private const string Bad = """
        <!doctype html><title>Bad</title>
        <script>alert(1); console.error("oh"); missing();</script>
        <img src="http://elsewhere.example/x.png">
        <p style="color: #aaa">pale</p>
        <p style="width: 90rem">wide</p>
        """;

    private readonly ConfigFolder _folder = new();
    private ComposeProcess? _site;

    public async Task InitializeAsync()
    {
        _folder.Write("site.ini", Config.Replace("EXAMPLES", Repository.At("config-examples"), StringComparison.Ordinal));
        _folder.Write("mistake.py", Python);
        _folder.Write("files/folder/.keep", "");
        _folder.Write("files/large.bin", new string('x', 1_234_567));
        _folder.Write("files/folder/bad.html", Bad);
        _folder.Write("files/folder/diagram.html", DiagramSource.Write(DiagramSource.Draw("config-examples/site.ini"), DiagramFormat.Html));
        foreach (var name in Names)
        {
            _folder.Write("files/" + name, name);
        }
        var examples = new Dictionary<string, string> { ["PYTHONPATH"] = Repository.At("config-examples") };
        _site = await ComposeProcess.ServeAsync(_folder.Path, examples, "-c", "site.ini", "serve", "-b", "127.0.0.1:0");
    }

    /// <summary>The URL of a page.</summary>
    /// <param name="path">Its path and query.</param>
    /// <param name="host">The host name, which means this machine.</param>
    public string Url(string path, string host = "127.0.0.1") => $"http://{host}:{_site!.Address.Port}{path}"; // runs since InitializeAsync

    public async Task DisposeAsync()
    {
        await _site!.DisposeAsync(); // runs since InitializeAsync
        _folder.Dispose();
    }
}
