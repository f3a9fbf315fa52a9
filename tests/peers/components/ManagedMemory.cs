// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Wsgi;

namespace Composer.Peers;

/// <summary>Answers with the bytes of managed memory that survive a full collection.</summary>
[App("managed-memory")]
public sealed class ManagedMemory : IWsgiApp
{
    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        return new(Response.Text(200, bytes.ToString(CultureInfo.InvariantCulture)));
    }
}
