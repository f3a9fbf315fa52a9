// SPDX-License-Identifier: MIT
using System.Text.Json.Nodes;
using Composer.Cases.Sites;
using Composer.Cases.Wire;

namespace Composer.Cases;

/// <summary>Everything that a case is judged by.</summary>
internal sealed record Outcome
{
    /// <summary>Why the config could not be served, or null.</summary>
    public string? ConfigError { get; init; }

    public IReadOnlyList<Answer> Answers { get; init; } = [];

    public TimeSpan Elapsed { get; init; }

    /// <summary>What the family found out by itself.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Facts { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The site's time at the end.</summary>
    public DateTimeOffset Now { get; init; }

    public required Observations Seen { get; init; }

    /// <summary>What the site logged, <c>wsgi.errors</c> included.</summary>
    public required IReadOnlyList<string> Log { get; init; }
}
