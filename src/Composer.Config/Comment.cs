// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A comment of a config file.</summary>
/// <param name="Source">Where it begins.</param>
/// <param name="Text">What follows its mark, without blanks around it.</param>
/// <param name="IsTrailing">Whether something else stands before it in its line.</param>
internal readonly record struct Comment(Source Source, string Text, bool IsTrailing);
