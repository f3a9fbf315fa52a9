// SPDX-License-Identifier: MIT
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Core.Tokens;

namespace Composer.Config.Yaml;

/// <summary>YamlDotNet's events and tokens of a text. Whatever it throws at odd texts is a <see cref="YamlException"/> here.</summary>
internal sealed class YamlEvents
{
    private readonly Parser _parser;

    public YamlEvents(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The next event, or null after the last.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public ParsingEvent? Next() => Guarded(() => _parser.MoveNext(), () => _parser.Current?.End) ? _parser.Current : null;

    /// <summary>All events of a text.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static List<ParsingEvent> Of(string text)
    {
        var events = new YamlEvents(text);
        var all = new List<ParsingEvent>();
        while (events.Next() is { } next)
        {
            all.Add(next);
        }
        return all;
    }

    /// <summary>All tokens of a text, comments among them.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static IEnumerable<Token> Tokens(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        while (Guarded(scanner.MoveNext, () => scanner.CurrentPosition))
        {
            yield return scanner.Current!; // it has just moved there
        }
    }

    private static bool Guarded(Func<bool> move, Func<Mark?> place)
    {
        try
        {
            return move();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException or FormatException or OverflowException or KeyNotFoundException)
        {
            var mark = place() ?? Mark.Empty;
            throw new YamlException(mark, mark, "this is no YAML", error);
        }
    }
}
