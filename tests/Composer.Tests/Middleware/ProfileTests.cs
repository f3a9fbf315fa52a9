// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Tests.Python;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

[Collection("Python")]
public sealed class ProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-profile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_page_of_Python_shows_its_functions_and_the_parts_of_the_pipeline()
    {
        var page = new TimedApp("shop", Embedded.App("calculates"));

        var result = Wsgi.Get("/", Around(page, new ProfileOptions { LogFilename = "last.prof" }));

        Assert.StartsWith("<body>328350<pre ", result.Text, StringComparison.Ordinal);
        Assert.Matches(@"ms\n +\d+\.\d{3}  shop\n +\d+\.\d{3}  total\n</pre>", result.Text);
        Assert.Matches(@"100 +\d\.\d+ +\d\.\d+ +\d\.\d+ +\d\.\d+ apps\.py:\d+\(square\)", result.Text);
        Assert.Equal(result.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Headers["Content-Length"]);
        Assert.Equal("1", result.Headers["X-Shop"]);
        Assert.True(File.Exists(Path.Combine(_folder, "last.prof")));
    }

    [Fact]
    public void What_the_app_raises_comes_out_as_it_is()
    {
        var app = Around(Wsgi.App(Fails), new ProfileOptions());

        Assert.Equal("no such shop", Assert.Throws<HttpError>(() => Wsgi.Get("/", app)).Message);

        static Response Fails(Environ environ) => throw new HttpError(410, "no such shop");
    }

    [Fact]
    public void Without_Python_the_parts_of_the_pipeline_are_shown()
    {
        var app = Wsgi.App("200 OK", "<body>page", ("Content-Type", "text/html"));

        var result = Wsgi.Get("/", Started(app, new ProfileOptions(), new PythonParts { IsRunning = false }));

        Assert.Contains("  total\n</pre>", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "text/plain", "")]
    [InlineData("206 Partial Content", "text/html", "")]
    [InlineData("200 OK", "text/html", "gzip")]
    public void What_is_no_whole_page_of_HTML_is_left_alone(string status, string type, string coding)
    {
        var app = Wsgi.App(_ =>
        {
            var response = Wsgi.Answer(status, Body.From("page"), ("Content-Type", type));
            if (coding.Length > 0)
            {
                response.Headers.Add("Content-Encoding", coding);
            }
            return response;
        });

        Assert.Equal("page", Wsgi.Get("/", Around(app, new ProfileOptions())).Text);
    }

    private Profile Around(IWsgiApp app, ProfileOptions options) => Started(app, options, new PythonParts());

    private Profile Started(IWsgiApp app, ProfileOptions options, PythonParts python)
    {
        var profile = new Profile(options, app, new ComponentInfo("profile", _folder), TimeProvider.System, python);
        profile.StartAsync(default);
        return profile;
    }
}
