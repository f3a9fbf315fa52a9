// SPDX-License-Identifier: MIT
using Composer.Middleware;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Serving;

/// <summary>The access log that a server keeps unless told otherwise, or unless the pipeline keeps one itself.</summary>
internal static class DefaultAccessLog
{
    private const string Short = "%{%H:%M:%S}t %h %u \"%r\" %>s %B %{ms}T ms";

    /// <summary>The filter, or null when none is wanted.</summary>
    public static AccessLog? Around(IWsgiApp app, Node pipeline, ServeOptions options, ILoggerFactory logs)
    {
        if (options.AccessLog == "off" || (options.AccessLog is null && (options.LogLevel > LogLevel.Information || Outermost(pipeline).Any(IsAccessLog))))
        {
            return null;
        }
        var settings = options.AccessLog is null or "-"
            ? new AccessLogOptions { File = "stdout", Format = options.JsonLog ? "json" : Short }
            : new AccessLogOptions { File = options.AccessLog, Format = options.JsonLog ? "json" : "combined" };
        return new AccessLog(settings, app, new ComponentInfo("access log", Environment.CurrentDirectory), TimeProvider.System, logs) { IsAroundSite = true };
    }

    /// <summary>The filters that every request passes.</summary>
    private static IEnumerable<FactoryNode> Outermost(Node node) => node switch
    {
        PipelineNode pipeline => pipeline.Filters.Append(pipeline.App).SelectMany(Outermost),
        FilterAppNode filterApp => Outermost(filterApp.Filter).Concat(Outermost(filterApp.Next)),
        FilterWithNode filterWith => Outermost(filterWith.Filter).Concat(Outermost(filterWith.Next)),
        FactoryNode factory => [factory],
        _ => [],
    };

    private static bool IsAccessLog(FactoryNode node) =>
        (node.Factory.Scheme == "composer" ? node.Factory.Target : node.Factory.Entry) is "access_log" or "access-log" or "translogger";
}
