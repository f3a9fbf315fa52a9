// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Where passwords are.</summary>
/// <param name="Htpasswd">A file of <c>user:hash</c> lines.</param>
/// <param name="Users">Such lines in the config.</param>
/// <param name="AllowPlain">Whether what is no hash is a password.</param>
/// <param name="Authfunc">A function of Python.</param>
internal sealed record PasswordSettings(string? Htpasswd, IReadOnlyList<string> Users, bool AllowPlain, IPythonCallable? Authfunc);
