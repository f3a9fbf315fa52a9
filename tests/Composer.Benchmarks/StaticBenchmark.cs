// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Benchmarks;

/// <summary>What finding, checking, opening and reading a small file costs.</summary>
internal static class StaticBenchmark
{
    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("composer-benchmark-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "assets", "pictures"));
            File.WriteAllText(Path.Combine(folder.FullName, "assets", "pictures", "a.png"), "a picture");
            File.WriteAllText(Path.Combine(folder.FullName, "assets", "style.css"), "body{}");
            var app = new Static(new StaticOptions { DocumentRoot = folder.FullName }, new ComponentInfo("static", folder.FullName));
            Time("a picture, three levels deep", app, "/assets/pictures/a.png");
            Time("a style sheet (looks for .br and .gz)", app, "/assets/style.css");
            Time("nothing there", app, "/assets/nothing.css");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Time(string name, Static app, string path)
    {
        var environ = Exchange.Environ(path);
        Measure.Nanoseconds("static: " + name, () => Exchange.Run(app, environ));
    }
}
