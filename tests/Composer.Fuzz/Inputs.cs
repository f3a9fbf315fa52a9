// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Tests.Architecture;

namespace Composer.Fuzz;

/// <summary>Makes files: good ones with mistakes, pieces of several, words in any order, and random bytes.</summary>
internal sealed class Inputs
{
    private static readonly string[] Suffixes = [".ini", ".toml", ".yaml"];

    private static readonly string[] Words =
    [
        "[app:main]\n", "[app.main]\n", "[[app]]\n", "app:\n  main:\n", "[DEFAULT]\n", "[composer]\n", "pipeline = a b\n", "use = composer:urlmap\n", "use: composer:urlmap\n",
        "use = \"composer:static\"\n", "/ = main\n", "filter-with = f\n", "set x = y\n", "get x = y\n", "next = main\n", "typed = true\n", "paste.app_factory = a:b\n", "config:input.ini", "config:input.toml#main", "config:input.yaml", "config:.", "egg:Paste#urlmap",
        "call:a:b", "wsgi:a:b", "assembly:x.dll#y", "composer:", "%(x)s", "%(here)s", "%(env:HOME)s", "%", "%%", "${x}", "${HOME:-a}", "${", "}", "$${", "&a ", "*a", "<<: *a\n", "- ", "? ", ": ", "---\n", "...\n", "|\n", ">-\n", "!!str ", "!!python/object:os.system ", "%YAML 1.2\n", "~", "null",
        "\"\"\"", "'''", "\"", "'", "\\", "\\u0000", "\\ud800", "[", "]", "{", "}", ",", "=", ":", "#", ";", "\n", "\r\n", "\r", "\t", "  ", "\0", "\ufeff", "\u2028", "\u0085", "é", "😀", "0x", "1e999", "-0", "+inf", "nan", "1979-05-27T07:32:00Z", "9223372036854775808", "999999999999999999999999",
    ];

    private readonly Random _random;
    private readonly List<Input> _good;

    public Inputs(int seed)
    {
        _random = new Random(seed);
        _good = [.. Good()];
    }

    public Input Next() => _random.Next(10) switch
    {
        0 => new Input(One(Suffixes), RandomBytes(_random.Next(400))),
        1 => new Input(One(Suffixes), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, _random.Next(60)).Select(_ => One(Words))))),
        2 => One(_good) with { Suffix = One(Suffixes) },
        3 => Deep(),
        _ => Mutated(),
    };

    private static IEnumerable<Input> Good()
    {
        foreach (var suffix in Suffixes)
        {
            foreach (var file in Repository.Files("config-examples", "*" + suffix))
            {
                yield return new Input(suffix, File.ReadAllBytes(Repository.At(file)));
            }
        }
        foreach (var file in Repository.Files("tests/cases/config", "*.case"))
        {
            yield return new Input(".ini", File.ReadAllBytes(Repository.At(file)));
        }
        foreach (var file in Repository.Files("tests/cases/schema", "*.yaml"))
        {
            yield return new Input(".yaml", File.ReadAllBytes(Repository.At(file)));
        }
    }

    private Input Mutated()
    {
        var (suffix, bytes) = One(_good);
        var mutated = bytes.ToList();
        for (var count = 1 + _random.Next(6); count > 0; count--)
        {
            Mutate(mutated);
        }
        return new Input(suffix, [.. mutated]);
    }

    private void Mutate(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, 40), bytes.Count - at);
        switch (_random.Next(9))
        {
            case 0 when length > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1:
                bytes.InsertRange(at, RandomBytes(_random.Next(1, 8)));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(LineStart(bytes, at), One(_good).Bytes);
                break;
            case 5:
                SwapLines(bytes);
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(_random.Next(2) == 0 ? at : LineStart(bytes, at), Encoding.UTF8.GetBytes(One(Words)));
                break;
        }
    }

    private void SwapLines(List<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
        var (a, b) = (_random.Next(lines.Length), _random.Next(lines.Length));
        (lines[a], lines[b]) = (lines[b], lines[a]);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }

    // One thing very often: what is recursive or quadratic shows.
    private Input Deep()
    {
        var word = One(Words);
        var text = string.Concat(Enumerable.Repeat(word + (_random.Next(2) == 0 ? One(Words) : ""), _random.Next(1, 2000)));
        var before = _random.Next(2) == 0 ? One(Words) : "x = ";
        return new Input(One(Suffixes), Encoding.UTF8.GetBytes(before + text));
    }

    private static int LineStart(List<byte> bytes, int at)
    {
        while (at > 0 && bytes[at - 1] != '\n')
        {
            at--;
        }
        return at;
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
