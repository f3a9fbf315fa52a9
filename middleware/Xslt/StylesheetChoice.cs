// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Chooses the stylesheets of a document: a rule's, those that the document asks for, or those for everything else.</summary>
internal sealed class StylesheetChoice
{
    private const int MostOfDocuments = 1000;
    private const string FromQuery = "query.";
    private const string FromEnviron = "env.";

    private readonly Dictionary<string, Stylesheet> _known = [];
    private readonly ConcurrentDictionary<string, Stylesheet> _ofDocuments = [];
    private readonly (StylesheetRule Rule, IReadOnlyList<Stylesheet> Chain)[] _rules;
    private readonly MediaTypes _types;
    private readonly string? _profile;
    private readonly DocumentRoot? _root;
    private readonly bool _documents;
    private readonly bool _reload;
    private readonly ILogger _log;

    /// <exception cref="ArgumentException">A stylesheet cannot be used, or a setting means nothing.</exception>
    public StylesheetChoice(XsltOptions options, ComponentInfo info, ILogger log)
    {
        _documents = options.DocumentRoot is not null;
        _reload = options.Reload;
        _log = log;
        _types = new MediaTypes(options.Types);
        _profile = options.Profile;
        if (_profile is not null && !_profile.StartsWith(FromQuery, StringComparison.Ordinal) && !_profile.StartsWith(FromEnviron, StringComparison.Ordinal))
        {
            throw BadSetting.Of(nameof(XsltOptions.Profile), $"profile: '{_profile}' does not say where to look; write for instance query.view or env.HTTP_X_VIEW");
        }
        ProfileHeader = _profile is null || _profile.StartsWith(FromQuery, StringComparison.Ordinal) ? null : XsltParameters.HeaderOf(_profile[FromEnviron.Length..]);
        Otherwise = ChainOf(options.Stylesheet, nameof(XsltOptions.Stylesheet), info);
        _rules = [.. StylesheetRule.Parse(options.Rules).Select(rule => (rule, ChainOf(rule.Stylesheets, nameof(XsltOptions.Rules), info)))];
        _root = XmlInput.RootOf(options.PiRoot, nameof(XsltOptions.PiRoot), "pi_root", info);
        if (Otherwise.Count == 0 && _rules.Length == 0 && _root is null)
        {
            throw new ArgumentException("xslt has no stylesheet: set stylesheet = PATH, rules = /PATH/* -> PATH, or pi_root = DIRECTORY");
        }
    }

    /// <summary>The stylesheets for what no rule names.</summary>
    public IReadOnlyList<Stylesheet> Otherwise { get; }

    /// <summary>Whether documents without a rule may ask for a stylesheet.</summary>
    public bool AsksDocuments => _root is not null;

    /// <summary>The request header that the profile comes from; null when it comes from elsewhere.</summary>
    public string? ProfileHeader { get; }

    /// <summary>The stylesheets of the first rule that fits, or null.</summary>
    /// <param name="environ">The request.</param>
    /// <param name="path">Its path.</param>
    /// <param name="contentType">The Content-Type of the document.</param>
    /// <param name="byProfile">Whether with another profile it could have been another rule.</param>
    public IReadOnlyList<Stylesheet>? ByRule(Environ environ, string path, string contentType, out bool byProfile)
    {
        byProfile = false;
        var profile = _profile is null ? null : ProfileOf(environ, _profile);
        var text = NativeText.Read(path.Length == 0 ? "/" : path);
        foreach (var (rule, chain) in _rules)
        {
            if (!rule.Fits(text, contentType, _types))
            {
                continue;
            }
            byProfile |= rule.Profile is not null;
            if (rule.Profile is null || rule.Profile == profile)
            {
                return chain;
            }
        }
        return null;
    }

    /// <summary>The stylesheets that a document asks for, or those for everything else.</summary>
    /// <exception cref="StylesheetError">It asks for one that it cannot have.</exception>
    public IReadOnlyList<Stylesheet> ByDocument(XmlInput input, ReadOnlyMemory<byte> document, string contentType)
    {
        if (_root is null)
        {
            return Otherwise;
        }
        using var reader = input.Open(document, contentType);
        return StylesheetInstruction.AddressIn(reader) is { } address ? [OfAddress(address, _root)] : Otherwise;
    }

    private Stylesheet OfAddress(string address, DocumentRoot root)
    {
        var path = UrlPath.Parse("/" + NativeText.Of(Uri.UnescapeDataString(address)));
        if (address.StartsWith("//", StringComparison.Ordinal) || address.Contains("://", StringComparison.Ordinal) || path is null || root.Find(path) is not { IsDirectory: false } file)
        {
            throw new StylesheetError($"the document asks for the stylesheet '{address}', and there is none under pi_root");
        }
        if (_ofDocuments.Count > MostOfDocuments)
        {
            _ofDocuments.Clear();
        }
        return _ofDocuments.GetOrAdd(file.Path, found => new Stylesheet(found, _documents, _reload, _log));
    }

    private IReadOnlyList<Stylesheet> ChainOf(IReadOnlyList<string> names, string setting, ComponentInfo info)
    {
        try
        {
            return [.. names.Select(name => SheetOf(info.Resolve(name)))];
        }
        catch (StylesheetError error)
        {
            throw BadSetting.Of(setting, error.Message);
        }
    }

    private Stylesheet SheetOf(string path)
    {
        if (!_known.TryGetValue(path, out var sheet))
        {
            _known[path] = sheet = new Stylesheet(path, _documents, _reload, _log);
        }
        return sheet;
    }

    private static string? ProfileOf(Environ environ, string from) => from.StartsWith(FromQuery, StringComparison.Ordinal)
        ? XsltParameters.OfQuery(environ.QueryString, from[FromQuery.Length..])
        : environ[from[FromEnviron.Length..]] as string;
}
