// SPDX-License-Identifier: MIT
namespace Composer.Python;

/// <summary>What stands behind the <c>loader</c> that a Python composite factory is called with.</summary>
public abstract class PythonLoader
{
    /// <summary><c>get_app</c>, <c>get_filter</c> or <c>get_server</c>.</summary>
    /// <param name="kind">app, filter or server.</param>
    /// <param name="name">A section's name, a URI, or null for main.</param>
    /// <param name="globalConf">The caller's global configuration, or null.</param>
    /// <returns>An app, a <c>Func&lt;IWsgiApp, IWsgiApp&gt;</c>, or a Python object.</returns>
    public abstract object Get(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf);

    /// <summary><c>app_context</c> and its like: the attributes of the context.</summary>
    public abstract IReadOnlyDictionary<string, object?> GetContext(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf);
}
