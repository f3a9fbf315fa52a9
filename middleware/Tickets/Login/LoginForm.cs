// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;
using Microsoft.AspNetCore.WebUtilities;

namespace Composer.Middleware;

/// <summary>What somebody wrote into the login page.</summary>
/// <param name="User">The name, as typed.</param>
/// <param name="Password">The password.</param>
/// <param name="CameFrom">Where they want to go afterwards.</param>
/// <param name="Token">The page's token.</param>
internal sealed record LoginForm(string User, string Password, string? CameFrom, string? Token)
{
    private const int LongestForm = 16 * 1024;
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Reads the form of a request; null when it has none, or one that no login page sends.</summary>
    public static async ValueTask<LoginForm?> ReadAsync(Environ environ)
    {
        var type = environ.GetText(EnvironKey.ContentType).AsSpan();
        var end = type.IndexOf(';');
        if (!(end < 0 ? type : type[..end]).Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase) || await TextAsync(environ) is not { } text)
        {
            return null;
        }
        var fields = QueryHelpers.ParseQuery(text);
        return new LoginForm(Field("username") ?? Field("login") ?? "", Field("password") ?? "", Field("came_from"), Field("token"));

        string? Field(string name) => fields.TryGetValue(name, out var values) ? values[0] : null;
    }

    private static async ValueTask<string?> TextAsync(Environ environ)
    {
        var buffer = new byte[LongestForm + 1];
        var length = await environ.Input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, environ.Aborted);
        return length <= LongestForm ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }
}
