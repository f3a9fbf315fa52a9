// SPDX-License-Identifier: MIT
namespace Composer.Tests.Browser;

/// <summary>A link on a page.</summary>
/// <param name="Text">What is to be read.</param>
/// <param name="Url">Where it leads.</param>
internal sealed record SeenLink(string Text, Uri Url);
