// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A WSGI application (PEP 3333). A filter is an app that was given another app.</summary>
public interface IWsgiApp
{
    /// <summary>Answers one request.</summary>
    /// <param name="environ">The request; valid until the response's body is disposed.</param>
    /// <returns>Status, headers and body. The caller disposes the response exactly once, whatever happens.</returns>
    ValueTask<Response> InvokeAsync(Environ environ);
}
