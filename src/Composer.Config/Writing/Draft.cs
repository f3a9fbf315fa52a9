// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>A config that is about to be written.</summary>
/// <param name="Sections">Its sections in order, the defaults under the header <c>DEFAULT</c>.</param>
/// <param name="Below">Comments after the last of them; null is an empty line.</param>
internal sealed record Draft(IReadOnlyList<DraftSection> Sections, IReadOnlyList<string?> Below)
{
    public const string Defaults = "DEFAULT";
}
