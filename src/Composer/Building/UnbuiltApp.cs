// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Stands where an app could not be built, or only its place is checked, so that the search for problems goes on.</summary>
internal sealed class UnbuiltApp : IWsgiApp
{
    private UnbuiltApp()
    {
    }

    public static UnbuiltApp Instance { get; } = new();

    public ValueTask<Response> InvokeAsync(Environ environ) =>
        throw new InvalidOperationException("this app was not built; the problem was reported when the config was loaded");
}
