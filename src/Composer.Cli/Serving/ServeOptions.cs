// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Serving;

/// <summary>What <c>compose serve</c> was asked for beside the config.</summary>
internal sealed record ServeOptions
{
    /// <summary>Addresses that replace those of the config.</summary>
    public required IReadOnlyList<string> Bind { get; init; }

    /// <summary>The server's section, or null.</summary>
    public required string? ServerName { get; init; }

    /// <summary>Python threads, or null.</summary>
    public required int? Threads { get; init; }

    /// <summary>How long running requests may take to finish after the stop signal, or null for what the config says.</summary>
    public required TimeSpan? GracefulTimeout { get; init; }

    /// <summary>A file, <c>-</c> for standard output, <c>off</c>, or null.</summary>
    public required string? AccessLog { get; init; }

    /// <summary>The least grave thing to log.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>Log lines are JSON objects.</summary>
    public required bool JsonLog { get; init; }

    /// <summary>PEP 3333 is checked between all objects.</summary>
    public required bool Lint { get; init; }
}
