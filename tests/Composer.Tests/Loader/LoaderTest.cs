// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Tests.Loader;

/// <summary>A directory for config files, and a loader whose components are those of this folder.</summary>
public abstract class LoaderTest : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("composer-loader").FullName;

    protected FakePython Python { get; set; } = new();

    protected string Folder => _directory;

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected void Write(string path, string text)
    {
        var full = Path.Combine(_directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    protected RunningSite Load(string ini, SiteRequest? request = null)
    {
        var loader = NewLoader();
        return loader.Load(Read(loader, ini), request ?? new SiteRequest { WithServer = false });
    }

    protected IReadOnlyList<string> Problems(string ini)
    {
        try
        {
            Load(ini);
            return [];
        }
        catch (ConfigException error)
        {
            return Texts(error.Diagnostics);
        }
    }

    protected IReadOnlyList<string> Check(string ini)
    {
        var loader = NewLoader();
        return Texts(loader.Check(Read(loader, ini)));
    }

    protected static async Task<string> Get(RunningSite site, string path = "/") =>
        await TestText.Of(await site.App.InvokeAsync(new Environ { PathInfo = path }));

    protected Composer.Loader NewLoader() =>
        new(new Registry(typeof(LoaderTest).Assembly), Python, new Services(TimeProvider.System, NullLoggerFactory.Instance));

    protected Graph Read(Composer.Loader loader, string ini)
    {
        Write("site.ini", ini);
        return loader.Read(Path.Combine(_directory, "site.ini"));
    }

    private IReadOnlyList<string> Texts(IEnumerable<Diagnostic> problems) =>
        [.. problems.Select(problem => problem.ToString().Replace(_directory + "/", "", StringComparison.Ordinal))];
}
