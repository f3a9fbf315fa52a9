// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A section that is being resolved, because of the one below it on the stack.</summary>
/// <param name="File">Its file.</param>
/// <param name="Kind">What it is resolved as.</param>
/// <param name="Section">The section.</param>
/// <param name="Global">The global_conf it was asked with.</param>
/// <param name="By">The reference that led here.</param>
internal sealed record Frame(ConfigFile File, ObjectKind Kind, Section Section, Conf? Global, Reference By)
{
    /// <summary>Whether resolving it again can only lead here again.</summary>
    public bool Repeats(Frame earlier) =>
        Section == earlier.Section && Kind == earlier.Kind && (Global is null || earlier.Global is null ? Global == earlier.Global : Global.SameAs(earlier.Global));
}
