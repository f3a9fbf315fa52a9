// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>On an options record: words that may stand before each of its settings, as <c>session.</c> in <c>session.timeout</c>. So written they count in <c>[DEFAULT]</c>, too.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingPrefixAttribute(params string[] prefixes) : Attribute
{
    /// <summary>The words, each with its dot.</summary>
    public IReadOnlyList<string> Prefixes { get; } = prefixes;
}
