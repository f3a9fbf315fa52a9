// SPDX-License-Identifier: MIT

namespace Composer.Middleware;

/// <summary>Who is in which group, as Apache's <c>AuthGroupFile</c> says it: lines of <c>group: user user …</c>.</summary>
internal sealed class GroupTable : IUserTable
{
    private readonly HashSet<(string Group, string User)> _members = [];

    /// <inheritdoc/>
    public int Count => _members.Count;

    /// <summary>Reads the lines. A group may have several; <c>#</c> begins a comment.</summary>
    public static GroupTable Parse(IEnumerable<string> lines, Action<int, string> refused)
    {
        var table = new GroupTable();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                continue;
            }
            if (line.Split(':', 2) is not [var group, var users] || string.IsNullOrWhiteSpace(group))
            {
                refused(number, "is not of the form group: user user …");
                continue;
            }
            table._members.UnionWith(users.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(user => (group.Trim(), user)));
        }
        return table;
    }

    /// <summary>Whether a user is in a group; both are native strings.</summary>
    public bool Has(string group, string user) => _members.Contains((group, user));
}
