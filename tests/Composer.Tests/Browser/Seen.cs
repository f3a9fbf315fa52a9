// SPDX-License-Identifier: MIT
namespace Composer.Tests.Browser;

/// <summary>What a browser showed at the end of a visit.</summary>
/// <param name="Url">Where it was then.</param>
/// <param name="Status">Status of that page.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">What is to be read on it.</param>
/// <param name="Links">Where one can go from it.</param>
/// <param name="Problems">Errors of the console, dialogs, requests for anything but pages of the site; and, in light and dark, on a phone and on a desk: texts that are hard to read and pages that scroll sideways.</param>
internal sealed record Seen(Uri Url, int Status, string Title, string Text, IReadOnlyList<SeenLink> Links, IReadOnlyList<string> Problems);
