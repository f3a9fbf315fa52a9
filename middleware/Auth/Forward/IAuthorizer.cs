// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Somebody who is asked whether a request may pass: a status of 2xx means yes.</summary>
internal interface IAuthorizer
{
    /// <summary>Asks.</summary>
    ValueTask<Response> AskAsync(Environ environ);
}
