// SPDX-License-Identifier: MIT
using System.Collections;
using System.Globalization;
using System.Text;

namespace Composer.Middleware;

/// <summary>A class or function that a pickle names and that only makes a value; each is rebuilt here, none is Python's.</summary>
internal sealed class PickleConstructor
{
    private static readonly Dictionary<string, PickleConstructor> Known = new(StringComparer.Ordinal)
    {
        ["datetime.datetime"] = new(Moment),
        ["datetime.date"] = new(static arguments => Date(arguments)),
        ["datetime.timedelta"] = new(Span),
        ["datetime.timezone"] = new(static arguments => new PickledZone((TimeSpan)Only(arguments))),
        ["decimal.Decimal"] = new(static arguments => decimal.Parse((string)Only(arguments), NumberStyles.Float, CultureInfo.InvariantCulture)),
        ["builtins.set"] = new(Set),
        ["builtins.frozenset"] = new(Set),
        ["__builtin__.set"] = new(Set),
        ["__builtin__.frozenset"] = new(Set),
        ["_codecs.encode"] = new(Bytes),
        ["__builtin__.bytes"] = new(NoBytes),
        ["builtins.bytes"] = new(NoBytes),
    };

    private readonly Func<object?[], object?> _make;

    private PickleConstructor(Func<object?[], object?> make) => _make = make;

    /// <summary>The constructor of a name.</summary>
    /// <exception cref="InvalidDataException">It is not one of those that make plain values.</exception>
    public static PickleConstructor Of(string module, string name) => Known.TryGetValue($"{module}.{name}", out var found)
        ? found
        : throw new InvalidDataException($"the pickle names {module}.{name}, which is no plain data");

    /// <summary>The value for its arguments.</summary>
    public object? Make(object?[] arguments) => _make(arguments);

    private static object Only(object?[] arguments) => arguments is [{ } only] ? only : throw new FormatException("one argument is expected");

    private static HashSet<object?> Set(object?[] arguments) => new(((IEnumerable)Only(arguments)).Cast<object?>());

    private static byte[] NoBytes(object?[] arguments) => arguments is [] ? [] : throw new FormatException("no argument is expected");

    // Protocol 2 has no bytes: it writes them as text, and how to encode that.
    private static byte[] Bytes(object?[] arguments) => arguments is [string text, "latin1" or "latin-1"]
        ? Encoding.Latin1.GetBytes(text)
        : throw new FormatException("only latin-1 is expected");

    private static object? Moment(object?[] arguments)
    {
        var bytes = State(arguments[0], 10);
        var micros = (bytes[7] << 16) | (bytes[8] << 8) | bytes[9];
        // The high bit of the month says which of two equal clock times is meant (PEP 495).
        var moment = new DateTime((bytes[0] << 8) | bytes[1], bytes[2] & 0x7f, bytes[3], bytes[4], bytes[5], bytes[6]).AddMicroseconds(micros);
        if (arguments is [_])
        {
            return moment;
        }
        return arguments is [_, PickledZone zone] ? new DateTimeOffset(moment, zone.Offset) : throw new FormatException("a time zone is expected");
    }

    private static DateOnly Date(object?[] arguments)
    {
        var bytes = State(Only(arguments), 4);
        return new DateOnly((bytes[0] << 8) | bytes[1], bytes[2], bytes[3]);
    }

    private static object Span(object?[] arguments) => arguments is [long days, long seconds, long micros]
        ? TimeSpan.FromDays(days) + TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(micros)
        : throw new FormatException("days, seconds and microseconds are expected");

    // A str of Python 2 is the same bytes.
    private static byte[] State(object? state, int length)
    {
        var bytes = state as byte[] ?? Encoding.Latin1.GetBytes((string?)state ?? "");
        return bytes.Length == length ? bytes : throw new FormatException("the state of a date is too long or too short");
    }

    private sealed record PickledZone(TimeSpan Offset);
}
