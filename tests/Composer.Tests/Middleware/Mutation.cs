// SPDX-License-Identifier: MIT
namespace Composer.Tests.Middleware;

/// <summary>Texts that are almost another text.</summary>
internal static class Mutation
{
    private const string Characters = "!\"%=|,.;\\ \t\u00e9\u00ff09afAZ-_+/~";

    /// <summary>One to four changes: a character replaced, added or taken away, a part repeated, cut off or moved.</summary>
    public static string Of(string text, Random random)
    {
        for (var changes = random.Next(1, 5); changes > 0 && text.Length > 0; changes--)
        {
            var (at, other) = (random.Next(text.Length), random.Next(text.Length));
            var c = Characters[random.Next(Characters.Length)];
            text = random.Next(6) switch
            {
                0 => $"{text[..at]}{c}{text[(at + 1)..]}",
                1 => text.Insert(at, c.ToString()),
                2 => text.Remove(at, 1),
                3 => text[..at],
                4 => text + text[at..],
                _ => text.Remove(at, 1).Insert(Math.Min(other, text.Length - 1), text[at].ToString()),
            };
        }
        return text;
    }
}
