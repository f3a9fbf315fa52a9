// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Tests.Loader;

/// <summary>Writes small configs that make sense often enough, and are broken often enough.</summary>
internal sealed class ConfigGenerator(int seed)
{
    private static readonly string[] Apps = ["main", "a", "b", "c", "root", "chain", "fa"];
    private static readonly string[] Filters = ["f", "g", "h"];
    private static readonly string[] Keys = ["x", "y", "z", "debug", "path", "here", "name"];
    private static readonly string[] Names = ["x", "y", "debug", "d", "e", "here", "caller"];
    private static readonly string[] Values = ["1", "two words", "", "%(d)s", "%(x)s/%(debug)s", "%%", "%(here)s/t", "a;b", "# c", "%(caller)s", "on"];
    private static readonly string[] RareValues = ["%", "%(nowhere)s", "%(x", "%d", "%()s", "%(y)s%(y)s"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    public static string[] AppNames => Apps;

    public static string[] FilterNames => Filters;

    /// <param name="other">The name of a file that <c>config:</c> references may lead to.</param>
    public string Write(string other)
    {
        _text.Clear();
        WriteDefaults();
        foreach (var header in Headers())
        {
            WriteSection(header, other);
        }
        return Rarely(12) ? Broken(_text.ToString()) : _text.ToString();
    }

    private bool Rarely(int oneIn) => _random.Next(oneIn) == 0;

    private string One(string[] of) => of[_random.Next(of.Length)];

    private string Value() => Rarely(40) ? One(RareValues) : One(Values);

    private void WriteDefaults()
    {
        if (Rarely(4))
        {
            return;
        }
        _text.Append("[DEFAULT]\nd = default\n");
        foreach (var key in Keys.Concat(["e", "use"]).Where(key => Rarely(key == "use" ? 40 : 6)))
        {
            Line(key, Rarely(3) ? "%(d)s" : Value());
        }
        if (Rarely(6))
        {
            Line(Rarely(2) ? "set " + One(Keys) : "get " + One(Keys), One(Names));
        }
    }

    private IEnumerable<string> Headers()
    {
        foreach (var name in Apps)
        {
            var kind = name switch { "root" => "composite", "chain" => "pipeline", "fa" => "filter-app", _ => One(["app", "app", "app", "composite", "pipeline", "filter-app", "application", "composit"]) };
            yield return Rarely(30) ? $"{kind}: {name} " : $"{kind}:{name}";
        }
        foreach (var name in Filters)
        {
            yield return $"filter:{name}";
        }
        yield return "server:main";
        if (Rarely(20))
        {
            yield return One(["app:b", "application:a", "composite:c", "pipeline:main", "filter:f ", "App:main", "app"]);
        }
    }

    private void WriteSection(string header, string other)
    {
        if (Rarely(25))
        {
            return;
        }
        _text.Append('[').Append(header).Append(Rarely(15) ? "] # here\n" : "]\n");
        var kind = header.Split(':')[0];
        switch (kind)
        {
            case "pipeline":
                Line("pipeline", string.Join(Rarely(3) ? "\n  " : " ", Enumerable.Range(0, _random.Next(3)).Select(_ => FilterReference(other)).Append(AppReference(other))));
                break;
            case "filter-app":
                Line("next", AppReference(other));
                WriteMaker("filter", other);
                break;
            default:
                WriteMaker(kind, other);
                break;
        }
        WriteSettings(kind);
    }

    private void WriteMaker(string kind, string other)
    {
        var isFilter = kind == "filter";
        var choice = _random.Next(10);
        if (kind == "server")
        {
            Line("use", One(["egg:Recorder", "egg:Recorder#run", "call:recorder:server"]));
        }
        else if (choice < 4)
        {
            Line("use", isFilter ? FilterReference(other) : AppReference(other));
        }
        else if (choice < 8)
        {
            Line("use", isFilter ? One(["egg:recorder", "egg:Recorder#both", "egg:Recorder#wrap", "call:recorder:filter"]) : One(["egg:Recorder", "egg:Recorder#composite", "egg:Recorder#composit", "call:recorder:app"]));
        }
        else if (choice < 9)
        {
            Line(isFilter ? One(["paste.filter_factory", "paste.filter_app_factory"]) : One(["paste.app_factory", "paste.composite_factory", "paste.composit_factory"]), isFilter ? "recorder:filter" : One(["recorder:app", "recorder : Holder.app [x]"]));
        }
        else
        {
            Line("use", One(["egg:Recorder#dup", "egg:Recorder#none", "call:recorder", "call:recorder:Holder.app", "call:a:b:c", "nope", "http://x/", "egg:", "egg:Recorder#"]));
        }
    }

    private string AppReference(string other) => _random.Next(12) switch
    {
        0 => $"config:{other}#{One(Apps)}",
        1 => $"config:{other}",
        2 => "egg:Recorder",
        3 when Rarely(2) => "call:recorder:app",
        _ => One(Apps),
    };

    private string FilterReference(string other) => _random.Next(10) switch
    {
        0 => $"config:{other}#{One(Filters)}",
        1 => "egg:Recorder#wrap",
        2 when Rarely(4) => One(Apps),
        _ => One(Filters),
    };

    private void WriteSettings(string kind)
    {
        foreach (var key in Keys.Where(_ => Rarely(kind is "pipeline" ? 40 : 4)))
        {
            Line(key, Value());
        }
        foreach (var key in Names.Where(_ => Rarely(8)))
        {
            Line((Rarely(3) ? "get " : "set ") + key, Rarely(2) ? One(Names) : Value());
        }
        if (Rarely(7))
        {
            Line("filter-with", One(Filters));
        }
        if (Rarely(60))
        {
            Line("require", One(["Recorder", "recorder Paste", "Recorder nosuchdist"]));
        }
    }

    private void Line(string key, string value)
    {
        var delimiter = _random.Next(6) switch { 0 => ":", 1 => "=", 2 => "  =  ", _ => " = " };
        _text.Append(key).Append(delimiter).Append(value).Append(Rarely(20) ? "\r\n" : "\n");
        if (Rarely(40))
        {
            _text.Append(One(["; comment\n", "\n", "  # inside\n", "   more of it\n", "\t\n  after a blank\n"]));
        }
    }

    private string Broken(string text)
    {
        var lines = text.Split('\n').ToList();
        var at = _random.Next(lines.Count);
        switch (_random.Next(7))
        {
            case 0:
                lines.Insert(at, "novalue");
                break;
            case 1:
                lines.Insert(at, lines[_random.Next(lines.Count)]);
                break;
            case 2:
                lines.Insert(0, One(["a = 1", "\ufeff", "[", "text", "[]"]));
                break;
            case 3:
                lines.Insert(at, One(["[x", "[]", " = nothing", ": nothing", "[app:x", "[a]b] c"]));
                break;
            case 4:
                lines[at] = "   " + lines[at];
                break;
            case 5:
                lines.RemoveAt(at);
                break;
            default:
                lines.Insert(at, "k\u001c=\u00a0v\u2003\u001f");
                break;
        }
        return string.Join('\n', lines);
    }
}
