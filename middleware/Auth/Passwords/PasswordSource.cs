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
    /// <param name="info">The section.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Takes what is wrong with a file.</param>
    /// <exception cref="ArgumentException">There is not one place for them.</exception>
    public PasswordSource(string component, PasswordSettings settings, ComponentInfo info, TimeProvider clock, ILogger log)
    {
        _function = settings.Authfunc;
        _file = settings.Htpasswd is { } path ? PasswordTable.Of(info.Resolve(path), settings.AllowPlain, clock, log) : null;
        _inline = settings.Users.Count == 0 ? null : PasswordTable.Parse(
            settings.Users.Select(NativeText.Of),
            settings.AllowPlain,
            (number, why) => throw BadSetting.Of("Users", $"entry {number} of users {why}"));
        _verified = new VerifiedCredentials(TimeSpan.Zero, 1, clock);
        if (((object?[])[_function, _file, _inline]).Count(source => source is not null) != 1)
        {
            throw new ArgumentException($"{component} needs to know who may log in: set one of htpasswd = PATH (made with compose passwd PATH USER), users = NAME:HASH … and authfunc = MODULE:FUNCTION");
        }
    }

    /// <summary>Reads the file.</summary>
    public void Start() => _file?.Load();

    /// <summary>The user, a native string, when the password is right; else null.</summary>
    public async ValueTask<string?> VerifyAsync(Environ environ, string user, string password)
    {
        var credentials = new BasicCredentials(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(password));
        if ((_file?.Table ?? _inline) is { } table)
        {
            return await _verified.VerifyAsync($"{user}\0{password}", credentials, table);
        }
        var isRight = await _function!.AskAsync(environ, user, password); // the constructor demands one of the three
        return isRight ? Encoding.Latin1.GetString(credentials.User) : null;
    }
}
