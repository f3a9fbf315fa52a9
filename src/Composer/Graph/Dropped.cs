// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A setting that has no effect, in Paste Deploy as here: usually because <c>[DEFAULT]</c> or the caller has the same key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Shadow">Where the key stands that hides it; null when nothing hides it (a pipeline takes no settings).</param>
public sealed record Dropped(string Key, Source Source, Source? Shadow);
