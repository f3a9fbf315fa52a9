// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Lets requests pass by rules: for paths and methods, by user, group, token and address. Who is not logged in gets 401 where that could help, everybody else 403.</summary>
/// <remarks>Put it inside of the filters that find out who somebody is; with <c>optional = true</c> they add to its 401 how to log in.</remarks>
[InsideOf(
    "auth_basic", "auth_digest", "auth_jwt", "auth_tkt", "auth_form", "auth_cookie", "grantip", "identity", "forward_auth", "Paste#auth_basic", "Paste#auth_digest", "Paste#auth_tkt", "Paste#auth_form", "Paste#auth_cookie", "Paste#grantip",
    Otherwise = "nobody is logged in yet when the rules are applied")]
[InsideOf("forwarded", "proxy_headers", "prefix", "PasteDeploy#prefix", Otherwise = "the rules see the proxy's address and the path before it was changed")]
[InsideOf("rewrite", "method_override", Otherwise = "the rules see the path or the method before it was changed")]
[OutsideOf("cache", Otherwise = "the cache answers whoever asks")]
[Filter("authorize", "authz")]
public sealed partial class Authorize : IWsgiApp, IStartable
{
    private readonly IWsgiApp _next;
    private readonly ILogger _log;
    private readonly AccessTable _rules;
    private readonly ReloadedFile<GroupTable>? _groups;

    /// <summary>Reads the rules; the file of groups is opened by <see cref="StartAsync"/>.</summary>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public Authorize(AuthorizeOptions options, IWsgiApp next, ComponentInfo info, TimeProvider clock, ILogger<Authorize> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _next = next;
        _log = log;
        _rules = Table(options);
        _groups = options.Groups is { } path
            ? new(info.Resolve(path), "file of groups", "write lines such as: admin: joe sue", GroupTable.Parse, clock, log)
            : null;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel)
    {
        _groups?.Load();
        foreach (var method in _rules.Methods.Where(method => !RegisteredMethods.Contains(method)))
        {
            Log.StrangeMethod(_log, method);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var subject = new Subject(environ, _groups?.Table);
        var method = environ.RequestMethod;
        var verdict = Verdict.Granted;
        var upper = method.ToUpperInvariant();
        foreach (var path in PathReadings.Of(environ))
        {
            verdict = Stricter(verdict, _rules.Judge(path, subject, method));
            // Django takes "post" for POST.
            verdict = upper == method ? verdict : Stricter(verdict, _rules.Judge(path, subject, upper));
        }
        return verdict switch
        {
            Verdict.Granted => _next.InvokeAsync(environ),
            Verdict.NeedsLogin => new(Challenge.Ask("please log in.")),
            _ => new(Forbid(environ, subject)),
        };
    }

    private static Verdict Stricter(Verdict a, Verdict b) => a > b ? a : b;

    private Response Forbid(Environ environ, Subject subject)
    {
        var (method, path, user) = (environ.RequestMethod, environ.PathInfo, subject.User ?? "-");
        var (address, id) = (subject.Address ?? "-", environ.GetText(EnvironKey.RequestId) ?? "-");
        Log.Forbidden(_log, method, path, user, address, id);
        return Response.Text(403, "403 Forbidden: you may not do this here.\n");
    }

    private static AccessTable Table(AuthorizeOptions options)
    {
        try
        {
            return new AccessTable([.. options.Rules.Select(rule => Rule(rule.Key, rule.Value))]);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, nameof(options), e);
        }
    }

    private static AccessRule Rule(string key, string requirement)
    {
        try
        {
            return AccessRule.Parse(key, requirement);
        }
        catch (FormatException e)
        {
            throw BadSetting.Of(key, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "authorize: a rule is for '{Method}', which is no registered HTTP method; requests with any other method pass it by")]
        public static partial void StrangeMethod(ILogger logger, string method);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} forbidden for user {User} from {Address} [{RequestId}]")]
        public static partial void Forbidden(ILogger logger, string method, string path, string user, string address, string requestId);
    }
}

/// <summary>Settings of the <c>authorize</c> filter. Every other key is a path, or methods and a path, its value what is demanded there.</summary>
public sealed record AuthorizeOptions
{
    /// <summary>File of lines <c>group: user user …</c>, as Apache's <c>AuthGroupFile</c>; read again when it changes.</summary>
    /// <example>staff.groups</example>
    [Setting("group_file")]
    public string? Groups { get; init; }

    /// <summary>The rules: <c>/path</c> or <c>POST,PUT /path</c>, and <c>all granted</c>, <c>all denied</c>, <c>valid-user</c>, <c>user</c>, <c>group</c>, <c>token</c> or <c>address</c> with names, combined by <c>and</c> and <c>or</c>.</summary>
    [Remaining]
    public IReadOnlyList<KeyValuePair<string, string>> Rules { get; init; } = [];
}
