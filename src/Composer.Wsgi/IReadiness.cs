// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>A component that can say whether what it depends on, such as a store, can be reached right now; <c>health</c> asks it for <c>/-/ready</c>.</summary>
public interface IReadiness
{
    /// <summary>Throws when the component cannot serve at the moment; the message is logged.</summary>
    Task CheckReadyAsync(CancellationToken cancel);
}
