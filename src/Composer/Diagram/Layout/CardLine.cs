// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>A line of text in a card.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">How it looks.</param>
/// <param name="X">Its left end, from the card's.</param>
/// <param name="Y">Its base line, from the card's upper end.</param>
/// <param name="IsRight">X is the distance of its right end from the card's right end.</param>
internal sealed record CardLine(string Text, TextStyle Style, double X, double Y, bool IsRight = false)
{
    public double Width => Style.Width(Text);
}
