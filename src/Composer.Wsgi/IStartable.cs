// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A component that opens files, sockets or caches before the first request. Constructors must not (so that <c>compose check</c> has no side effects).</summary>
/// <remarks>A component that also implements <see cref="IAsyncDisposable"/> is disposed after the last request.</remarks>
public interface IStartable
{
    /// <summary>Opens what the component needs; throws when it cannot serve.</summary>
    Task StartAsync(CancellationToken cancel);
}
