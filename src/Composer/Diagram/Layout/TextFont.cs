// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A font of the picture.</summary>
internal enum TextFont
{
    /// <summary>Helvetica, Arial or Liberation Sans, which are equally wide.</summary>
    Regular,

    /// <summary>The same in bold.</summary>
    Bold,

    /// <summary>Any font whose characters are all six tenths wide.</summary>
    Mono,
}
