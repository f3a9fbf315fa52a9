// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>What a node runs in; decides its colour.</summary>
internal enum NodeLanguage
{
    /// <summary>It does not run.</summary>
    None,

    /// <summary>.NET.</summary>
    CSharp,

    /// <summary>CPython.</summary>
    Python,
}
