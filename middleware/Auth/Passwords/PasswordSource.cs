// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Tells whether a user name and a password belong together: a file, the config, or a function of Python knows.</summary>
internal sealed class PasswordSource
{
    private readonly ReloadedFile<PasswordTable>? _file;
    private readonly PasswordTable? _inline;
    private readonly IPythonCallable? _function;
    private readonly VerifiedCredentials _verified;

    /// <summary>Checks the settings.</summary>
    /// <param name="component">Whose settings they are, for the message.</param>
    /// <param name="settings">Where the passwords are.</param>
    /// <param name="verified">Remembers which were right.</param>
    /// <param name="info">The section.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Takes what is wrong with a file.</param>
    /// <exception cref="ArgumentException">There is not one place for them.</exception>
    public PasswordSource(string component, PasswordSettings settings, VerifiedCredentials verified, ComponentInfo info, TimeProvider clock, ILogger log)
    {
        _verified = verified;
        _function = settings.Authfunc;
        _file = settings.Htpasswd is { } path ? PasswordTable.Of(info.Resolve(path), settings.AllowPlain, clock, log) : null;
        _inline = settings.Users.Count == 0
            ? null
            : PasswordTable.Parse(settings.Users.Select(NativeText.Of), settings.AllowPlain, (number, why) => throw BadSetting.Of("Users", $"entry {number} of users {why}"));
        if (((object?[])[_function, _file, _inline]).Count(source => source is not null) != 1)
        {
            throw new ArgumentException($"{component} needs to know who may log in: set exactly one of htpasswd = PATH (made with compose passwd PATH USER), users = NAME:HASH … and authfunc = MODULE:FUNCTION");
        }
    }

    private PasswordTable? Table => _file?.Table ?? _inline;

    /// <summary>Reads the file.</summary>
    public void Start() => _file?.Load();

    /// <summary>The user of credentials that were right not long ago, by the text they were verified with; else null.</summary>
    public string? Remembered(ReadOnlySpan<char> text) => Table is { } table ? _verified.Find(text, table) : null;

    /// <summary>The user, a native string, when the password is right; else null.</summary>
    public ValueTask<string?> VerifyAsync(Environ environ, string user, string password) =>
        VerifyAsync(environ, $"{user}\0{password}", new BasicCredentials(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password)));

    /// <summary>The same; right credentials are remembered by a text that stands for them.</summary>
    public async ValueTask<string?> VerifyAsync(Environ environ, string text, BasicCredentials credentials)
    {
        if (Table is { } table)
        {
            return await _verified.VerifyAsync(text, credentials, table);
        }
        // What a function says may depend on the request: it is asked every time.
        var isRight = await _function!.AskAsync(environ, credentials.UserText, credentials.PasswordText); // the constructor demands one of the three
        return isRight ? Encoding.Latin1.GetString(credentials.User) : null;
    }
}
