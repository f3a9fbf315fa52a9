// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>An app, filter or server that was built for a caller outside of a site, and the components that were made for it.</summary>
/// <typeparam name="T">What it is.</typeparam>
public sealed class LoadedObject<T> : IAsyncDisposable
{
    private readonly Lifetime _lifetime;

    internal LoadedObject(T value, IReadOnlyList<Made> made)
        : this(value, new Lifetime(made))
    {
    }

    internal LoadedObject(T value, Lifetime lifetime) => (Value, _lifetime) = (value, lifetime);

    /// <summary>The object.</summary>
    public T Value { get; }

    /// <summary>Whether it has to be disposed; otherwise it may be forgotten.</summary>
    public bool IsDisposable => _lifetime.IsNeeded;

    /// <summary>Starts its components. A filter makes them when it is applied: then this has to be called again.</summary>
    public Task StartAsync(CancellationToken cancel) => _lifetime.StartAsync(cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lifetime.DisposeAsync();
}
