// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a config may refer to beside its own files.</summary>
public sealed record GraphOptions
{
    /// <summary>The entry points of installed distributions; those of Paste, PasteDeploy, waitress and gunicorn are known without it.</summary>
    public IEntryPoints? EntryPoints { get; init; }

    /// <summary>Looks up an environment variable for <c>%(env:NAME)s</c>.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>An INI text that stands in the place of the config file, or null.</summary>
    public string? Text { get; init; }
}
