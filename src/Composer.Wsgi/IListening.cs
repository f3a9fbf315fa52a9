// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A server that says where it listens, so that a port 0 can be printed as the real one.</summary>
public interface IListening
{
    /// <summary>The addresses, as <c>http://127.0.0.1:8080</c> or <c>unix:/run/site.sock</c>; complete when connections are accepted, faulted when the server could not start.</summary>
    Task<IReadOnlyList<string>> Addresses { get; }
}
