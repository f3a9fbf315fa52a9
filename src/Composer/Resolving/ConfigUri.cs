// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Follows a URI: <c>config:</c>, <c>egg:</c>, <c>call:</c>, <c>composer:</c>, <c>wsgi:</c>, <c>assembly:</c> (Paste Deploy's loadcontext).</summary>
/// <param name="files">The graph's files.</param>
/// <param name="relativeTo">Directory for relative <c>config:</c> paths; null or empty allows none.</param>
/// <param name="display">The same directory as messages show it.</param>
internal sealed class ConfigUri(ConfigFiles files, string? relativeTo, string display)
{
    private static readonly string[] OwnSchemes = ["composer", "wsgi", "assembly"];

    /// <param name="resolution">The walk.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="reference">The URI.</param>
    /// <param name="name">Wins over the URI's fragment.</param>
    /// <param name="globalConf">Passed on as it is.</param>
    public Node Get(Resolution resolution, ObjectKind kind, Reference reference, string? name, Conf? globalConf)
    {
        var (uri, fragment) = Split(reference.Name ?? "", '#');
        var (scheme, path) = Split(uri, ':');
        var target = name ?? fragment ?? "main";
        if (path is null)
        {
            return Failure.Of(kind, reference, "unknown-scheme", $"'{uri}' does not begin with a scheme such as config:", new PythonError("LookupError", $"URI has no scheme: {PythonRepr.Of(uri)}"), $"for a file, write config:{uri}");
        }
        return scheme.ToLowerInvariant() switch
        {
            "config" => GetConfig(resolution, kind, reference, uri, path, target, globalConf),
            "egg" => new EggScope(files, path).Get(resolution, kind, reference with { Name = target }, globalConf),
            "call" => GetCall(kind, reference, path, globalConf),
            "composer" => GetComponent(kind, reference, path, globalConf),
            "wsgi" => GetWsgi(kind, reference, path, globalConf),
            "assembly" => Factory(kind, reference, new FactoryReference("assembly", path, target, reference.Source, relativeTo ?? ""), globalConf),
            var other => UnknownScheme(kind, reference, other),
        };
    }

    private static ErrorNode UnknownScheme(ObjectKind kind, Reference reference, string scheme)
    {
        var near = Similar.To(scheme, ["config", "egg", "call", .. OwnSchemes]);
        var hint = scheme == "python" ? "write wsgi: for a WSGI app, call: for a factory" : near is not null ? $"did you mean {near}:?" : "known: config, egg, call, composer, wsgi, assembly; a section whose name looks like a URI cannot be referenced";
        return Failure.Of(kind, reference, "unknown-scheme", $"'{scheme}:' is not a scheme", new PythonError("LookupError", $"URI scheme not known: {PythonRepr.Of(scheme)} (from config, egg, call)"), hint);
    }

    private Node GetConfig(Resolution resolution, ObjectKind kind, Reference reference, string uri, string path, string name, Conf? globalConf)
    {
        var isAbsolute = path.StartsWith('/');
        path = path.Replace('\\', '/');
        if (!isAbsolute && string.IsNullOrEmpty(relativeTo))
        {
            return Failure.Of(kind, reference, "no-such-file", $"'{uri}' is relative, but there is no file it could be relative to", new PythonError("ValueError", $"Cannot resolve relative uri {PythonRepr.Of(uri)}; no relative_to keyword argument given"), "write the whole path, or pass a directory as relative_to");
        }
        var full = isAbsolute ? path : Under(relativeTo!, path); // checked above
        if (full.StartsWith("///", StringComparison.Ordinal))
        {
            full = full[2..];
        }
        var shown = Blank.Strip(PosixPath.Unquote(PosixPath.Beside(display, path)));
        var file = files.Open(Blank.Strip(PosixPath.Unquote(full)), shown);
        var scope = new ConfigScope(files, file, globalConf);
        return scope.Get(resolution, kind, reference with { Name = name }, globalConf);
    }

    private FactoryNode Factory(ObjectKind kind, Reference reference, FactoryReference factory, Conf? globalConf) => new()
    {
        Kind = kind,
        Name = reference.Name ?? factory.ToString(),
        Source = reference.Source,
        Factory = factory,
        GlobalConf = EggScope.OrEmpty(globalConf),
        Scope = new EggScope(files, factory.Target),
    };

    private Node GetCall(ObjectKind kind, Reference reference, string path, Conf? globalConf)
    {
        var parts = path.Split(':');
        PythonError? error = parts switch
        {
            [_] => new PythonError("LookupError", "Configuration not in format module:function"),
            [_, _, _, ..] => new PythonError("ValueError", "too many values to unpack (expected 2)"),
            ["", _] => new PythonError("ValueError", "Empty module name"),
            [_, var attribute] when attribute.Any(c => c == '.' || Blank.Is(c)) => new PythonError("AttributeError", $"module '{parts[0]}' has no attribute '{attribute}'"),
            _ => null,
        };
        if (error is not null)
        {
            var hint = error.Type == "AttributeError" ? $"write paste.{KindRules.Word(kind)}_factory = {path} instead of use" : "write call:module:function";
            return Failure.Of(kind, reference, "no-factory", $"'call:{path}' is not of the form call:module:function", error, hint);
        }
        return Factory(kind, reference, new FactoryReference("call", parts[0], parts[1], reference.Source, relativeTo ?? ""), globalConf);
    }

    private Node GetWsgi(ObjectKind kind, Reference reference, string path, Conf? globalConf)
    {
        var (module, attribute) = Split(path, ':');
        if (module.Length == 0 || string.IsNullOrEmpty(attribute) || attribute.Any(Blank.Is) || IsFile(module))
        {
            var dot = module.LastIndexOf('.');
            var hint = IsFile(module) ? OfFile(module, attribute)
                : attribute is null && dot > 0 ? $"did you mean wsgi:{module[..dot]}:{module[(dot + 1)..]}?"
                : "write wsgi:module:object";
            return Failure.Of(kind, reference, "no-factory", $"'wsgi:{path}' is not of the form wsgi:module:object", new PythonError("LookupError", "Configuration not in format module:object"), hint);
        }
        return Factory(kind, reference, new FactoryReference("wsgi", module, attribute, reference.Source, relativeTo ?? ""), globalConf);
    }

    private static bool IsFile(string module) => module.Contains('/') || module.EndsWith(".py", StringComparison.Ordinal);

    private static string OfFile(string file, string? attribute) =>
        $"it is a module that is named, not its file: wsgi:{Path.GetFileNameWithoutExtension(file)}:{(string.IsNullOrEmpty(attribute) ? "app" : attribute)}";

    private Node GetComponent(ObjectKind kind, Reference reference, string name, Conf? globalConf)
    {
        var egg = new EggScope(files, EggScope.OwnDistribution);
        var factory = new FactoryReference("composer", name, "", reference.Source, relativeTo ?? "");
        return egg.Find(kind, reference, name, factory, globalConf);
    }

    private static string Under(string directory, string path)
    {
        var start = directory.Replace('\\', '/');
        return start.EndsWith('/') ? start + path : $"{start}/{path}";
    }

    private static (string Before, string? After) Split(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
