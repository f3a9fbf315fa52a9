// SPDX-License-Identifier: MIT
using System.Reflection;
using System.Runtime.Loader;

namespace Composer;

/// <summary>An assembly named by <c>assembly:My.dll#name</c>, with the dependencies that lie beside it. The contract and the services are shared with Composer.</summary>
internal sealed class ExternalAssembly : AssemblyLoadContext
{
    private static readonly HashSet<string> Shared =
        ["Composer.Wsgi", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];

    private readonly AssemblyDependencyResolver _dependencies;
    private readonly Lazy<IReadOnlyList<Component>> _components;

    /// <param name="path">Absolute path of the assembly.</param>
    public ExternalAssembly(string path)
        : base(path)
    {
        _dependencies = new AssemblyDependencyResolver(path);
        _components = new(() => [.. Registry.In(LoadFromAssemblyPath(path))]);
    }

    /// <summary>The components that it declares.</summary>
    public IReadOnlyList<Component> Components => _components.Value;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Shared.Contains(assemblyName.Name ?? "") ? null : _dependencies.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _dependencies.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
