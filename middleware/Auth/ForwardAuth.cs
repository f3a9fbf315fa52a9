// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Asks somebody else whether a request may pass: a service with a URL, or an app of the same config. A 2xx lets it pass, any other answer is the answer.</summary>
/// <remarks>What the service says about the user enters the environ by the headers that are named; what the client sent under these names is removed first.</remarks>
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[InsideOf("forwarded", "proxy_headers", "prefix", "PasteDeploy#prefix", Otherwise = "the service is asked about the proxy instead of the client")]
[Filter("forward_auth", "forward-auth", "auth_request")]
public sealed class ForwardAuth : IWsgiApp, IAsyncDisposable
{
    private readonly IWsgiApp _next;
    private readonly IAuthorizer _authorizer;
    private readonly bool _optional;
    private readonly (string Name, EnvironKey Key)[] _copied;
    private readonly (string Name, EnvironKey Header, EnvironKey Key)[] _identity;

    /// <summary>Stores and checks the settings.</summary>
    /// <exception cref="ArgumentException">Nobody is asked, or two are.</exception>
    public ForwardAuth(ForwardAuthOptions options, IWsgiApp next, ILogger<ForwardAuth> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _next = next;
        _optional = options.Optional;
        _copied = [.. options.CopyHeaders.Select(name => (name, KeyOf(name, nameof(options.CopyHeaders))))];
        _identity = [.. IdentityOf(options)];
        _authorizer = (options.Url, options.App) switch
        {
            ({ } url, null) => new UrlAuthorizer(Checked(url), options.Timeout, log),
            (null, { } app) => new AppAuthorizer(app, CheckedPath(options.Path)),
            _ => throw new ArgumentException("forward_auth needs to know whom to ask: set exactly one of url = http://127.0.0.1:9091/verify and app = NAME, an app of this config"),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        RemoveClaims(environ);
        if (environ.RemoteUser is { Length: > 0 })
        {
            return await _next.InvokeAsync(environ);
        }
        var answer = await _authorizer.AskAsync(environ);
        if (answer.StatusCode is >= 200 and < 300)
        {
            Take(answer, environ);
            await answer.DisposeAsync();
            return WithCookies(await _next.InvokeAsync(environ), answer.Headers.GetAll("Set-Cookie"));
        }
        if (!_optional || answer.StatusCode >= 500)
        {
            return answer;
        }
        string[] challenges = [.. answer.Headers.GetAll("WWW-Authenticate")];
        await answer.DisposeAsync();
        return await Challenge.PassAsync(_next, environ, () => challenges);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        (_authorizer as IDisposable)?.Dispose();
        return default;
    }

    // What the client says about itself under these names must not be taken for the service's word.
    private void RemoveClaims(Environ environ)
    {
        foreach (var (_, key) in _copied)
        {
            environ[key] = null;
        }
        foreach (var (_, header, _) in _identity)
        {
            environ[header] = null;
        }
    }

    private void Take(Response answer, Environ environ)
    {
        foreach (var (name, key) in _copied)
        {
            environ[key] = answer.Headers.GetJoined(name);
        }
        foreach (var (name, _, key) in _identity)
        {
            if (answer.Headers[name] is { Length: > 0 } value)
            {
                environ[key] = value;
            }
        }
    }

    // A ticket that the service renews must reach the browser; unless the app behind sets the same cookie, to log out for instance.
    private static Response WithCookies(Response response, IEnumerable<string> cookies)
    {
        foreach (var cookie in cookies.Where(cookie => !CookieHeader.IsSet(response.Headers, CookieHeader.NameOf(cookie))).ToArray())
        {
            response.Headers.Add("Set-Cookie", cookie);
            response.Headers.TryAdd("Cache-Control", "private");
        }
        return response;
    }

    private static IEnumerable<(string Name, EnvironKey Header, EnvironKey Key)> IdentityOf(ForwardAuthOptions options)
    {
        if (options.UserHeader is { } user)
        {
            yield return (user, KeyOf(user, nameof(options.UserHeader)), EnvironKey.RemoteUser);
        }
        if (options.GroupsHeader is { } tokens)
        {
            yield return (tokens, KeyOf(tokens, nameof(options.GroupsHeader)), UserTokens.Key);
        }
    }

    private static EnvironKey KeyOf(string header, string setting) =>
        HeaderList.Problem(header, "") is null && EnvironKey.TryOfHeader(header, out var key)
            ? key
            : throw BadSetting.Of(setting, $"'{header}' is not the name of a header that an app could see; write for instance Remote-User");

    private static string CheckedPath(string path) => path.StartsWith('/') ? NativeText.Of(path) : throw BadSetting.Of(nameof(ForwardAuthOptions.Path), $"the path '{path}' must begin with a slash");

    private static Uri Checked(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw BadSetting.Of(nameof(ForwardAuthOptions.Url), $"'{url}' is not an http or https URL; write for instance http://127.0.0.1:9091/verify");
}

/// <summary>Settings of the <c>forward_auth</c> filter.</summary>
public sealed record ForwardAuthOptions
{
    /// <summary>The URL of the service, which gets a GET with the headers of the request, without its body; and <c>X-Forwarded-Method</c>, <c>-Proto</c>, <c>-Host</c>, <c>-Uri</c> and <c>-For</c>.</summary>
    /// <example>http://127.0.0.1:9091/verify</example>
    [Setting("uri")]
    public string? Url { get; init; }

    /// <summary>An app of the same config, asked in the same way without leaving the process; instead of a URL. Who is logged in there is logged in here.</summary>
    public IWsgiApp? App { get; init; }

    /// <summary>The path that the app is asked for.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Headers of a 2xx that the app behind sees as if the client had sent them: <c>Remote-Email</c> becomes <c>HTTP_REMOTE_EMAIL</c>.</summary>
    [Setting("auth_response_headers")]
    public IReadOnlyList<string> CopyHeaders { get; init; } = [];

    /// <summary>The header of a 2xx that names the user; becomes <c>REMOTE_USER</c>.</summary>
    /// <example>Remote-User</example>
    public string? UserHeader { get; init; }

    /// <summary>The header of a 2xx with the user's groups, between commas; becomes <c>REMOTE_USER_TOKENS</c>.</summary>
    /// <example>Remote-Groups</example>
    [Setting("tokens_header")]
    public string? GroupsHeader { get; init; }

    /// <summary>How long the service may take to answer; then the client gets 504.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Lets everybody pass whom the service refuses, as nobody; not when it fails.</summary>
    public bool Optional { get; init; }
}
