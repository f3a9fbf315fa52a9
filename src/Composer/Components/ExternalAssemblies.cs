// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The assemblies that configs name, each loaded once.</summary>
internal sealed class ExternalAssemblies
{
    private readonly Dictionary<string, ExternalAssembly> _loaded = new(StringComparer.Ordinal);

    /// <summary>The assembly of an absolute path.</summary>
    public ExternalAssembly this[string path]
    {
        get
        {
            if (!_loaded.TryGetValue(path, out var assembly))
            {
                _loaded[path] = assembly = new ExternalAssembly(path);
            }
            return assembly;
        }
    }
}
