// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace Composer;

/// <summary>How wide a text is, without a font at hand: Helvetica's published metrics, in thousandths of the size.</summary>
/// <remarks>The picture states each width, so that a reader's other font is squeezed into it and nothing leaves its box.</remarks>
internal static class TextWidths
{
    private const int First = ' ';
    private const int Mono = 602;
    private const int Wide = 1000;
    private const int Other = 680;

    private static readonly short[] Regular =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private static readonly short[] Bold =
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
        975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
        333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ];

    /// <summary>The width in pixels, rounded up to tenths.</summary>
    public static double Of(string text, TextFont font, double size) =>
        Math.Ceiling(text.EnumerateRunes().Sum(rune => Thousandths(rune, font)) * size / 100) / 10;

    private static int Thousandths(Rune rune, TextFont font)
    {
        var index = rune.Value - First;
        if (index >= 0 && index < Regular.Length)
        {
            return font switch { TextFont.Mono => Mono, TextFont.Bold => Bold[index], _ => Regular[index] };
        }
        return rune.Value switch
        {
            _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
            >= 0x1100 => rune.Value is >= 0x1E00 and < 0x2E80 ? Wide * 6 / 10 + 400 : Wide,
            _ => font == TextFont.Mono ? Mono : Other,
        };
    }
}
