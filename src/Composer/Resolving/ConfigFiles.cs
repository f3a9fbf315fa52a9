// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Composer.Config;

namespace Composer;

/// <summary>The files of one graph, each read once, and what they may refer to.</summary>
internal sealed class ConfigFiles(GraphOptions options)
{
    private readonly ConcurrentDictionary<string, ConfigFile> _files = new(StringComparer.Ordinal);

    public GraphOptions Options { get; } = options;

    public KnownEntryPoints EntryPoints { get; } = new KnownEntryPoints(options.EntryPoints);

    /// <summary>Absolute paths of all files that were opened, missing ones included.</summary>
    public IReadOnlyCollection<string> Paths => [.. _files.Values.Select(file => file.AbsolutePath).Distinct(StringComparer.Ordinal)];

    /// <summary>What all files hold that were opened.</summary>
    public IEnumerable<Document> Documents => _files.Values.Select(file => file.Document);

    public ConfigFile Open(string pythonName, string display) => _files.GetOrAdd(pythonName, name => ConfigFile.Open(name, display));

    /// <summary>The file that a graph begins with.</summary>
    public ConfigFile OpenFirst(string pythonName, string display) => Options.Text is { } text
        ? _files.GetOrAdd(pythonName, name => ConfigFile.Of(text, name, display))
        : Open(pythonName, display);
}
