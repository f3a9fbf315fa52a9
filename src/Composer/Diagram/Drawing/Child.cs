// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What a composite's setting names.</summary>
/// <param name="Key">The setting.</param>
/// <param name="Filters">Filters in front of the app, outermost first: the variants of OpenStack's composites have some.</param>
/// <param name="App">The app.</param>
/// <param name="Source">Where the setting stands.</param>
internal sealed record Child(string Key, IReadOnlyList<Node> Filters, Node App, Source Source);
