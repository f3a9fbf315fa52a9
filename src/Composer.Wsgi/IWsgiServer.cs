// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Serves one app until told to stop.</summary>
public interface IWsgiServer
{
    /// <summary>Binds, serves <paramref name="app"/>, and returns when every request has been answered after <paramref name="stop"/>.</summary>
    /// <param name="app">The outermost app of the pipeline.</param>
    /// <param name="stop">Asks for a graceful end: nothing new is accepted, what runs is finished.</param>
    Task ServeAsync(IWsgiApp app, CancellationToken stop);
}
