// SPDX-License-Identifier: MIT
namespace Composer.Tests.Robust;

/// <summary>Texts that are nearly another one, always the same for a seed.</summary>
/// <param name="seed">Which.</param>
/// <param name="others">Texts that parts are taken from.</param>
internal sealed class Mutations(int seed, IReadOnlyList<string> others)
{
    // What header values may hold: no control characters but the tab, and latin-1.
    private const string Special = "\t !\"%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00e9\u00ff\u0080";

    private readonly Random _random = new(seed);

    public T One<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Another text, after one to four changes.</summary>
    public string Of(string text)
    {
        var mutated = text;
        for (var changes = _random.Next(1, 5); changes > 0 || mutated == text; changes--)
        {
            mutated = Change(mutated);
        }
        return mutated;
    }

    private string Change(string text)
    {
        var at = _random.Next(text.Length + 1);
        var rest = text.Length - at;
        return _random.Next(12) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text[..at] + AnyCharacter() + text[at..],
            3 when rest > 0 => text[..at] + AnyCharacter() + text[(at + 1)..],
            4 when rest > 0 => text.Remove(at, _random.Next(1, rest + 1)),
            5 => text[..at] + Piece(text) + text[at..],
            6 when rest > 0 => text[..at] + (char)(text[at] ^ (1 << _random.Next(5))) is var flipped && !flipped.Any(IsForbidden) ? flipped + text[(at + 1)..] : text[..at],
            7 when rest > 0 => $"{text[..at]}%{(int)text[at]:x2}{text[(at + 1)..]}",
            8 => text[..at] + Piece(One(others)),
            9 when One(others) is var other => text[..at] + other[Math.Min(at, other.Length)..],
            10 when rest > 1 => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
            11 => text + new string(AnyCharacter(), _random.Next(20) == 0 ? 20_000 : _random.Next(1, 9)),
            _ => AnyCharacter() + text,
        };
    }

    private char AnyCharacter() => _random.Next(3) == 0 ? Special[_random.Next(Special.Length)] : (char)_random.Next(' ', '\x7f');

    private string Piece(string text)
    {
        var start = _random.Next(text.Length + 1);
        return text.Substring(start, _random.Next(text.Length - start + 1));
    }

    private static bool IsForbidden(char c) => c is < ' ' and not '\t' or '\x7f';
}
