// SPDX-License-Identifier: MIT
namespace Composer.Tests.Cli;

/// <summary>What TOML and YAML files bring to a real Python.</summary>
public sealed class TypedFileTests : IDisposable
{
    private const string Shop = """
        import logging

        def make(global_conf, **settings):
            logging.getLogger("shop").warning("made")

            def app(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return ["\n".join(f"{key} {value!r}" for key, value in settings.items()).encode()]

            return app
        """;

    private const string Toml = """
        [app.main]
        use = "call:shop:make"
        typed = true
        count = 5
        ratio = 0.5
        when = 2026-11-21T17:00:00.1234567+01:00
        local = 2026-11-21T17:00:00
        day = 2026-11-21
        time = 07:32:00.5
        nested = { a = [1, "${NOBODY:-x}", true] }
        set.debug = true
        [loggers]
        keys = "root"
        [handlers]
        keys = "file"
        [formatters]
        keys = "plain"
        [logger_root]
        level = "WARN"
        handlers = "file"
        [handler_file]
        class = "FileHandler"
        args = "('%(here)s/shop.log',)"
        formatter = "plain"
        [formatter_plain]
        format = "%(name)s: %(message)s"
        """;

    private readonly ConfigFolder _folder = new();

    public TypedFileTests()
    {
        _folder.Write("shop.py", Shop);
        _folder.Write("site.toml", Toml);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_factory_gets_Python_objects_when_its_section_is_typed()
    {
        var end = await ComposeProcess.RunAsync(_folder.Path, "--config", "site.toml", "request", "/");

        Assert.Equal("""
            count 5
            ratio 0.5
            when datetime.datetime(2026, 11, 21, 17, 0, 0, 123456, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))
            local datetime.datetime(2026, 11, 21, 17, 0)
            day datetime.date(2026, 11, 21)
            time datetime.time(7, 32, 0, 500000)
            nested {'a': [1, 'x', True]}
            """, end.Output.TrimEnd());
    }

    [Fact]
    public async Task Loggers_of_a_TOML_file_are_set_up_as_those_of_INI()
    {
        await ComposeProcess.RunAsync(_folder.Path, "--config", "site.toml", "request", "/");

        Assert.Equal("shop: made\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "shop.log")));
    }
}
