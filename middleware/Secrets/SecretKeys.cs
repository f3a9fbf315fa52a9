// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>The secrets of one setting: the first one signs, all of them verify, so that a new one can be put before an old one.</summary>
/// <remarks>
/// Declare the setting as <c>[Setting(Secret = true, Lines = true)] IReadOnlyList&lt;string&gt;</c>. Each entry is the secret itself, <c>file:PATH</c> or <c>env:NAME</c>.
/// What is written in the config is judged at once; files and variables are read by <see cref="Load"/>, which belongs into StartAsync.
/// </remarks>
internal sealed partial class SecretKeys
{
    private readonly string _setting;
    private readonly IReadOnlyList<SecretSource> _sources;
    private readonly bool _allowWeak;
    private readonly ILogger _log;
    private byte[][]? _keys;

    /// <summary>Judges what the config itself says.</summary>
    /// <param name="setting">Which property of the options record it is.</param>
    /// <param name="entries">What is written there.</param>
    /// <param name="allowWeak">Whether short and well-known ones will do; the setting <c>allow_weak_secret</c>.</param>
    /// <param name="info">The section.</param>
    /// <param name="log">Takes warnings.</param>
    /// <exception cref="ArgumentException">There is none, or a weak one.</exception>
    public SecretKeys(string setting, IReadOnlyList<string> entries, bool allowWeak, ComponentInfo info, ILogger log)
    {
        _setting = setting;
        _allowWeak = allowWeak;
        _log = log;
        _sources = [.. entries.Where(entry => entry.Length > 0).Select(entry => SecretSource.Of(entry, info))];
        if (_sources.Count == 0)
        {
            throw BadSetting.Of(setting, $"a secret is missing; {SecretStrength.RemedyOfMissing(setting)}");
        }
        var problem = _sources.Where(source => source.IsWritten).Select(source => WeaknessOf(source.Read())).FirstOrDefault(found => found is not null);
        if (problem is not null)
        {
            throw BadSetting.Of(setting, $"{problem}; {SecretStrength.RemedyOfWeak}");
        }
        _keys = _sources.All(source => source.IsWritten) ? Read() : null;
    }

    /// <summary>The secret that signs.</summary>
    public byte[] First => All[0];

    /// <summary>Every secret that verifies, the newest first.</summary>
    public IReadOnlyList<byte[]> All => _keys ?? throw new InvalidOperationException($"the secrets of '{_setting}' are not loaded yet");

    /// <summary>Reads files and variables.</summary>
    /// <exception cref="IOException">One of them cannot be read, or holds a weak secret.</exception>
    public void Load()
    {
        foreach (var source in _sources.Where(source => source.IsReadableByAll))
        {
            Log.ReadableByAll(_log, source.Name, $"chmod o-r {source.Name}");
        }
        _keys = Read();
    }

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => Secrets.Mask;

    private byte[][] Read() => [.. _sources.Select(Checked)];

    private byte[] Checked(SecretSource source)
    {
        var key = source.Read();
        return WeaknessOf(key) is not { } problem ? key : throw new IOException($"{source.Name}: {problem}; {SecretStrength.RemedyOfWeak}");
    }

    private string? WeaknessOf(byte[] key) => _allowWeak && key.Length > 0 ? null : SecretStrength.WeaknessOf(Encoding.UTF8.GetString(key));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Everybody on this machine can read the secret in {Path}: {Remedy}")]
        public static partial void ReadableByAll(ILogger logger, string path, string remedy);
    }
}
