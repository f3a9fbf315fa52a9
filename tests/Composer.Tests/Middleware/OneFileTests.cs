// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

public sealed class OneFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("composer-file-").FullName;

    public OneFileTests() => File.WriteAllText(At("page.html"), "<p>page");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/")]
    [InlineData("/deep/down")]
    [InlineData("/..")]
    public void Every_path_is_the_file(string path)
    {
        var result = Wsgi.Get(path, App(new() { Path = "page.html" }));

        Assert.Equal(("200 OK", "<p>page"), (result.Status, result.Text));
        Assert.Equal("text/html", result.Headers["Content-Type"]);
        Assert.NotNull(result.Headers["ETag"]);
        Assert.Equal("bytes", result.Headers["Accept-Ranges"]);
    }

    [Fact]
    public void It_answers_ranges_and_conditions()
    {
        var app = App(new() { Path = "page.html", CacheMaxAge = 60 });
        var tag = Wsgi.Get("/", app).Headers["ETag"]!;

        Assert.Equal("p>pa", Wsgi.Get("/", app, ("Range", "bytes=1-4")).Text);
        Assert.Equal(304, Wsgi.Get("/", app, ("If-None-Match", tag)).StatusCode);
        Assert.Equal("max-age=60", Wsgi.Get("/", app, ("If-None-Match", tag)).Headers["Cache-Control"]);
        Assert.Empty(Wsgi.Head("/", app).Body);
        Assert.Equal("7", Wsgi.Head("/", app).Headers["Content-Length"]);
    }

    [Fact]
    public void A_file_compressed_beforehand_is_sent_to_who_takes_it()
    {
        File.WriteAllText(At("page.html.gz"), "zipped");
        var app = App(new() { Path = "page.html" });

        Assert.Equal("zipped", Wsgi.Get("/", app, ("Accept-Encoding", "gzip")).Text);
        Assert.Equal("<p>page", Wsgi.Get("/", app).Text);
        Assert.Equal("Accept-Encoding", Wsgi.Get("/", app).Headers["Vary"]);
    }

    [Fact]
    public void Other_methods_are_refused()
    {
        var result = Wsgi.Post("/", App(new() { Path = "page.html" }), "x");

        Assert.Equal(405, result.StatusCode);
        Assert.Equal("GET, HEAD", result.Headers["Allow"]);
    }

    [Fact]
    public void A_download_has_its_name_for_every_client()
    {
        var result = Wsgi.Get("/", App(new() { Path = "page.html", Download = "Händler.html", Type = "text/html; charset=utf-8" }));

        Assert.StartsWith("attachment; ", result.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("filename*=UTF-8''H%C3%A4ndler.html", result.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal("text/html; charset=utf-8", result.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_at_the_start_and_one_that_went_is_a_404()
    {
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => App(new() { Path = "gone.html" }).StartAsync(default));
        var app = App(new() { Path = "page.html" });
        File.Delete(At("page.html"));

        Assert.Equal($"path: there is no file {At("gone.html")}", error.Message);
        Assert.Equal(404, Wsgi.Get("/", app).StatusCode);
    }

    private OneFile App(OneFileOptions options) => new(options, new ComponentInfo("file", _folder));

    private string At(string name) => Path.Combine(_folder, name);
}
