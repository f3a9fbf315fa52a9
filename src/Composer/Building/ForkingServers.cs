// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Servers that fork their workers, which a process that runs .NET must not do.</summary>
internal static class ForkingServers
{
    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["gunicorn"] = "gunicorn --paste {0}",
        ["uwsgi"] = "uwsgi --ini-paste {0}",
        ["uwsgidecorators"] = "uwsgi --ini-paste {0}",
    };

    /// <summary>Why a server cannot be run inside this process and what to run instead, or null when it can.</summary>
    public static Diagnostic? Refusal(FactoryNode node, Maker maker)
    {
        var reference = maker is CallableMaker plain ? plain.Reference : ((FactoryMaker)maker).Reference;
        return Commands.TryGetValue(reference.Split('.', ':')[0].Trim(), out var command)
            ? new Diagnostic(
                Severity.Error,
                node.Factory.Source,
                "server-forks",
                $"{Owner.Of(node)}: '{node.Factory}' forks its workers, and .NET does not survive that in the process of 'compose serve'",
                $"start it yourself, with the Python package wsgi_composer: {string.Format(null, command, node.File ?? "site.ini")}")
            : null;
    }
}
