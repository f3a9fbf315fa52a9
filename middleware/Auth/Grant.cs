// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What a rule of <c>grantip</c> does to a request: <c>joe:editor,-guest</c> names the user, gives one role and takes one away.</summary>
/// <param name="User">The user's name; null leaves it as it is.</param>
/// <param name="RemovesUser">Whether nobody is logged in any more.</param>
/// <param name="Roles">Roles to add; those that begin with a dash are taken away.</param>
internal sealed record Grant(string? User, bool RemovesUser, IReadOnlyList<string> Roles)
{
    private const string Remove = "__remove__";

    /// <summary>Reads <c>user</c>, <c>user:role,role</c>, <c>-:role</c> or <c>__remove__:-role</c>.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static Grant Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = (colon < 0 ? text : text[..colon]).Trim();
        var roles = colon < 0 ? "" : text[(colon + 1)..].Trim();
        if (user.Length == 0 || text.AsSpan().ContainsAny('=', '\n'))
        {
            throw new FormatException($"'{text}' is not a user and roles; write joe, joe:editor, -:editor (no user) or __remove__:-editor (nobody is logged in)");
        }
        return new Grant(
            user is "-" or Remove ? null : NativeText.Of(user),
            user == Remove,
            roles == "-" ? [] : [.. roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(NativeText.Of)]);
    }
}
