// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Apache's language for log lines (mod_log_config), Paste's <c>%(NAME)s</c>, and the names <c>common</c>, <c>combined</c> and <c>json</c>.</summary>
internal static class LogFormat
{
    private const string Common = "%h %l %u %t \"%r\" %>s %b";
    private const string Combined = Common + " \"%{Referer}i\" \"%{User-Agent}i\"";

    /// <summary>Understands a format.</summary>
    /// <exception cref="ArgumentException">It cannot; the message says where.</exception>
    public static IReadOnlyList<LogPart> Parse(string format, TimeProvider clock)
    {
        if (format == "json")
        {
            return [JsonLine.Write];
        }
        if (format.Contains("%(", StringComparison.Ordinal))
        {
            return PasteLogFormat.Parse(format, clock);
        }
        return new Reader(format switch { "common" => Common, "combined" => Combined, _ => format }, clock).Read();
    }

    /// <summary>Literal text as a part.</summary>
    public static LogPart Literal(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (line, _) => line.Append(bytes);
    }

    private sealed class Reader(string format, TimeProvider clock)
    {
        private readonly List<LogPart> _parts = [];
        private readonly StringBuilder _literal = new();
        private int _at;

        public List<LogPart> Read()
        {
            while (_at < format.Length)
            {
                Next(format[_at++]);
            }
            EndLiteral();
            return _parts;
        }

        private void Next(char c)
        {
            if (c == '\\' && _at < format.Length)
            {
                _literal.Append(format[_at++] switch { 'n' => '\n', 't' => '\t', var other => other });
                return;
            }
            if (c != '%')
            {
                _literal.Append(c);
                return;
            }
            if (_at < format.Length && format[_at] == '%')
            {
                _at++;
                _literal.Append('%');
                return;
            }
            EndLiteral();
            _parts.Add(Directive());
        }

        private void EndLiteral()
        {
            if (_literal.Length > 0)
            {
                _parts.Add(Literal(_literal.ToString()));
                _literal.Clear();
            }
        }

        private LogPart Directive()
        {
            var start = _at - 1;
            var condition = Condition();
            string? argument = null;
            while (_at < format.Length && format[_at] is '<' or '>')
            {
                _at++;
            }
            if (_at < format.Length && format[_at] == '{')
            {
                var end = format.IndexOf('}', _at);
                argument = end < 0 ? throw Error(start, "has no closing brace") : format[(_at + 1)..end];
                _at = end + 1;
            }
            if (_at == format.Length)
            {
                throw Error(start, "ends too early");
            }
            var part = LogDirective.Find(format[_at++], argument, clock) ?? throw Error(start, "is not known");
            return condition is null ? part : (line, exchange) => (condition(exchange.Status) ? part : LogDirective.Nothing)(line, exchange);
        }

        /// <summary><c>%400,501{…}i</c> and <c>%!200{…}i</c>: only with these statuses, or only with others.</summary>
        private Predicate<int>? Condition()
        {
            var negated = _at < format.Length && format[_at] == '!';
            var from = negated ? ++_at : _at;
            while (_at < format.Length && (char.IsAsciiDigit(format[_at]) || format[_at] == ','))
            {
                _at++;
            }
            var statuses = format[from.._at].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToHashSet();
            return statuses.Count == 0 ? null : status => statuses.Contains(status) != negated;
        }

        private ArgumentException Error(int start, string problem) =>
            new($"format: '{format[start..Math.Min(format.Length, Math.Max(_at, start + 2))]}' {problem}; see Apache's mod_log_config, or use common, combined or json", nameof(format));
    }
}
