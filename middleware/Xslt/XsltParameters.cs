// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.Xsl;
using Composer.Wsgi;
using Microsoft.AspNetCore.WebUtilities;

namespace Composer.Middleware;

/// <summary>The parameters of stylesheets: always values, never expressions, so that nothing a client sends can become one.</summary>
internal sealed class XsltParameters
{
    private readonly KeyValuePair<string, string>[] _literals;
    private readonly (string Name, EnvironKey Key)[] _environ;
    private readonly KeyValuePair<string, string>[] _query;

    /// <exception cref="ArgumentException">A name is not one that a parameter can have, or two parameters have it.</exception>
    public XsltParameters(XsltOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        _literals = [.. options.Param.Select(pair => Named(nameof(options.Param), pair, settings))];
        _environ = [.. options.Env.Select(pair => (Named(nameof(options.Env), pair, settings).Key, EnvironKey.Of(pair.Value)))];
        _query = [.. options.Query.Select(pair => Named(nameof(options.Query), pair, settings))];
    }

    /// <summary>The request headers that the parameters come from.</summary>
    public IEnumerable<string> Headers => _environ.Select(pair => HeaderOf(pair.Key.Name)).OfType<string>();

    /// <summary>The parameters of one request. What the request does not have is left to the stylesheet's default.</summary>
    public XsltArgumentList Of(Environ environ)
    {
        var arguments = new XsltArgumentList();
        foreach (var (name, value) in _literals)
        {
            arguments.AddParam(name, "", value);
        }
        foreach (var (name, key) in _environ)
        {
            if (ValueOf(environ[key]) is { } value)
            {
                arguments.AddParam(name, "", value);
            }
        }
        if (_query.Length > 0)
        {
            AddQuery(arguments, environ.QueryString);
        }
        return arguments;
    }

    /// <summary>The first value of a query parameter, or null.</summary>
    public static string? OfQuery(string query, string name)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                return Clean(pair.DecodeValue().ToString());
            }
        }
        return null;
    }

    /// <summary>A value of the environ as a stylesheet sees it: its native strings hold UTF-8.</summary>
    public static object? ValueOf(object? value) => value switch
    {
        string native => Clean(NativeText.Read(native)),
        bool => value,
        int or long or double => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The request header of an environ key, or null.</summary>
    public static string? HeaderOf(string key) => !key.StartsWith("HTTP_", StringComparison.Ordinal)
        ? null
        : string.Join('-', key[5..].Split('_').Select(word => word.Length == 0 ? word : word[..1] + word[1..].ToLowerInvariant()));

    private void AddQuery(XsltArgumentList arguments, string query)
    {
        foreach (var (name, key) in _query)
        {
            if (OfQuery(query, key) is { } value)
            {
                arguments.AddParam(name, "", value);
            }
        }
    }

    // XML has no room for control characters and lone surrogates.
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }
        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(clean[i]))
            {
                clean[i] = '\uFFFD';
            }
        }
        return new string(clean);
    }

    private static KeyValuePair<string, string> Named(string kind, KeyValuePair<string, string> pair, Dictionary<string, string> settings)
    {
        var setting = $"{kind.ToLowerInvariant()}.{pair.Key}";
        try
        {
            XmlConvert.VerifyNCName(pair.Key);
        }
        catch (XmlException)
        {
            throw BadSetting.Of(setting, $"{setting}: '{pair.Key}' is not a name that an xsl:param can have");
        }
        return settings.TryAdd(pair.Key, setting)
            ? pair
            : throw BadSetting.Of(setting, $"{setting}: '{pair.Key}' has a value already: {settings[pair.Key]}; a default stands in the stylesheet, <xsl:param name=\"{pair.Key}\" select=\"…\"/>");
    }
}
