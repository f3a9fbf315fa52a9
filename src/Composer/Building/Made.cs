// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A C# component that was constructed, and for which section.</summary>
/// <param name="Instance">The component.</param>
/// <param name="Owner">The section, for messages: <c>filter 'auth'</c>.</param>
/// <param name="Source">Where the section is.</param>
internal sealed record Made(object Instance, string Owner, Source Source);
