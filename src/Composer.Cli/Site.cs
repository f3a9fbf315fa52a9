// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Python;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Composer.Cli;

/// <summary>One config with the loader that reads it: what every command begins with.</summary>
internal sealed class Site
{
    /// <param name="arguments">Which config, with which variables.</param>
    /// <param name="threads">How many threads may run Python, or null for what the config says.</param>
    /// <param name="request">What of it shall run.</param>
    /// <param name="logs">The log, where the site is going to run.</param>
    public Site(Arguments arguments, int? threads, SiteRequest request, ILoggerFactory logs)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(arguments.Config.Path)) ?? "/";
        Python = new EmbeddedPython(() => arguments.Python ?? Section.Python, [folder], () => Options(threads, request), logs, LoadLogging);
        Registry = Components.Registry();
        Loader = new Loader(Registry, Python, new Services(TimeProvider.System, logs));
        Graph = Loader.Read(arguments.Config.Path, Conf.Of(arguments.Variables, "command line"), arguments.Overrides, arguments.Text);
    }

    /// <summary>A site that is only looked at.</summary>
    public Site(Arguments arguments)
        : this(arguments, null, new SiteRequest(), NullLoggerFactory.Instance)
    {
    }

    public Registry Registry { get; }

    public Loader Loader { get; }

    public Graph Graph { get; }

    public EmbeddedPython Python { get; }

    private ComposerOptions Section => Loader.Options(Graph);

    private PythonOptions Options(int? threads, SiteRequest request)
    {
        var usual = new PythonOptions();
        return usual with
        {
            Threads = threads ?? Loader.Threads(Graph, request) ?? usual.Threads,
            Queue = Section.Queue ?? usual.Queue,
        };
    }

    // As pserve does it: before any app is made, and keeping the loggers that exist.
    private void LoadLogging(PythonHost host)
    {
        if (Graph.Document.Sections.Any(section => section.Header == "loggers"))
        {
            var defaults = Graph.Variables.ToDictionary(entry => entry.Key, entry => entry.Text.Text, StringComparer.Ordinal);
            defaults["here"] = Path.GetDirectoryName(Graph.File) ?? "/";
            defaults["__file__"] = Graph.File;
            host.LoadLogging(Graph.Document.Format == ConfigFormat.Ini ? Graph.File : LoggingText(Graph.Document), defaults);
        }
    }

    // Python's logging reads INI only.
    private static string LoggingText(Document document)
    {
        var logging = new Document(document.File) { Format = document.Format };
        foreach (var section in document.Sections.Where(section => SectionKinds.IsForeign(section.Kind)))
        {
            logging.Add(section);
        }
        var problems = new DiagnosticList();
        var text = ConfigConverter.Write(logging, ConfigFormat.Ini, problems);
        return text ?? throw new ConfigException(problems.Sorted());
    }
}
