// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>Colours for one stream: on a terminal, unless NO_COLOR is set (https://no-color.org) or the terminal is dumb; <c>--color</c> overrules.</summary>
internal sealed class Ansi(bool enabled)
{
    private static Ansi? _out;
    private static Ansi? _error;

    /// <summary><c>auto</c>, <c>always</c> or <c>never</c>.</summary>
    public static string When
    {
        set
        {
            _out = value == "auto" ? null : new(value == "always");
            _error = _out;
        }
    }

    public static Ansi Out => _out ??= new(Wanted && !Console.IsOutputRedirected);

    public static Ansi Error => _error ??= new(Wanted && !Console.IsErrorRedirected);

    public static Ansi None { get; } = new(false);

    private static bool Wanted =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether there are colours.</summary>
    public bool IsOn => enabled;

    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    public string Red(string text) => Wrap("1;31", text);

    public string Green(string text) => Wrap("32", text);

    public string Yellow(string text) => Wrap("33", text);

    public string Blue(string text) => Wrap("34", text);

    public string Cyan(string text) => Wrap("36", text);

    private string Wrap(string code, string text) => enabled ? $"\e[{code}m{text}\e[0m" : text;
}
