// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Who may log in, as one file or setting says it; never changed, only replaced.</summary>
internal sealed class PasswordTable : IUserTable
{
    private readonly Dictionary<string, PasswordHash> _users;
    private readonly PasswordHash? _typical;

    private PasswordTable(Dictionary<string, PasswordHash> users)
    {
        _users = users;
        _typical = users.Values.GroupBy(hash => hash.Form).MaxBy(group => group.Count())?.First();
    }

    /// <inheritdoc/>
    public int Count => _users.Count;

    /// <summary>The table of a file, which is read again when it changes.</summary>
    public static ReloadedFile<PasswordTable> Of(string path, bool allowPlain, TimeProvider clock, ILogger log) =>
        new(path, "password file", $"make it with: compose passwd {path} USER", (lines, refused) => Parse(lines, allowPlain, refused), clock, log);

    /// <summary>Reads lines of <c>user:hash</c>. The first line of a user wins, as in Apache; <c>#</c> begins a comment.</summary>
    /// <param name="lines">The lines; one character for each byte.</param>
    /// <param name="allowPlain">Whether what is no known hash is a password in the clear; else the line is refused.</param>
    /// <param name="refused">Told the number of each line that is of no use, and why.</param>
    public static PasswordTable Parse(IEnumerable<string> lines, bool allowPlain, Action<int, string> refused)
    {
        var users = new Dictionary<string, PasswordHash>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in lines.Select(line => line.Trim(' ', '\t', '\r')))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                refused(number, "is not of the form user:hash");
                continue;
            }
            var end = line.IndexOf(':', colon + 1);
            var hash = new PasswordHash(line[(colon + 1)..(end < 0 ? line.Length : end)]);
            if (hash.IsBroken)
            {
                refused(number, "holds a hash that is cut off or has something after it; hash the password again with compose passwd");
            }
            else if (!hash.IsHash && !allowPlain)
            {
                refused(number, "holds no hash of a known form; hash it with compose passwd, or set allow_plain = true");
            }
            // A refused line still takes its name: a later line must not give the user another password.
            users.TryAdd(line[..colon], hash);
        }
        return new PasswordTable(users.Where(user => user.Value.IsHash || (allowPlain && !user.Value.IsBroken)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The name as the table writes it, or null when name or password are wrong. Takes about as long for a user who does not exist.</summary>
    public string? Verify(BasicCredentials credentials)
    {
        foreach (var (bytes, password) in credentials.Readings())
        {
            // A hash for each reading, whoever is known: two for a user and one for nobody would tell who there is.
            var user = Encoding.Latin1.GetString(bytes);
            var known = _users.GetValueOrDefault(user);
            if ((known ?? _typical)?.Matches(password) == true && known is not null)
            {
                return user;
            }
        }
        return null;
    }
}
