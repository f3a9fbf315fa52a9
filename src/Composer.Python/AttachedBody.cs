// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Python;

/// <summary>A body with something beside it that ends with it.</summary>
internal sealed class AttachedBody(Body inner, IAsyncDisposable attached) : WrappedBody(inner)
{
    protected override ValueTask EndAsync() => attached.DisposeAsync();
}
