// SPDX-License-Identifier: MIT
using HandlebarsDotNet;

namespace Composer.Middleware;

/// <summary>The HTML pages of the middleware: Handlebars templates in this folder, compiled on first use.</summary>
internal static class Page
{
    private static readonly Lazy<HandlebarsTemplate<object, object>> ErrorPage = Embedded("error.hbs");
    private static readonly Lazy<HandlebarsTemplate<object, object>> DebugPage = Embedded("debug.hbs");
    private static readonly Lazy<HandlebarsTemplate<object, object>> ListingPage = Embedded("listing.hbs");
    private static readonly Lazy<HandlebarsTemplate<object, object>> LoginPage = Embedded("login.hbs");
    private static readonly Lazy<HandlebarsTemplate<object, object>> TestPage = Embedded("test.hbs");

    /// <summary>The page that shows what is in a directory.</summary>
    public static string Listing(object model) => ListingPage.Value(model);

    /// <summary>The page that asks for a user name and a password.</summary>
    public static string Login(object model) => LoginPage.Value(model);

    /// <summary>The page that a visitor sees when something failed.</summary>
    public static string Error(object model) => ErrorPage.Value(model);

    /// <summary>The page that a developer sees.</summary>
    public static string Debug(object model) => DebugPage.Value(model);

    /// <summary>The page that shows an environ.</summary>
    public static string Test(object model) => TestPage.Value(model);

    /// <summary>A template of the user's own, from a file.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or is not a Handlebars template.</exception>
    public static async Task<HandlebarsTemplate<object, object>> LoadAsync(string path, CancellationToken cancel)
    {
        try
        {
            return Compile(await File.ReadAllTextAsync(path, cancel));
        }
        catch (HandlebarsException e)
        {
            throw new InvalidOperationException($"{path} is not a Handlebars template: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidOperationException($"there is no template {path}", e);
        }
    }

    private static HandlebarsTemplate<object, object> Compile(string template)
    {
        var handlebars = Handlebars.Create();
        handlebars.RegisterTemplate("style", Text("style.hbs"));
        handlebars.RegisterTemplate("frame", Text("frame.hbs"));
        return handlebars.Compile(template);
    }

    private static Lazy<HandlebarsTemplate<object, object>> Embedded(string name) => new(() => Compile(Text(name)));

    private static string Text(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)!; // embedded by the project file
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
