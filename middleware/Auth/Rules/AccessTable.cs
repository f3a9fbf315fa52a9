// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>The rules by path. The longest path counts that ends where a segment of the request's path ends; of its rules, one for the method before one for all.</summary>
internal sealed class AccessTable
{
    private readonly Dictionary<string, AccessRule[]> _rules;
    private readonly Dictionary<string, AccessRule[]>.AlternateLookup<ReadOnlySpan<char>> _byPath;
    private readonly int _longest;

    /// <exception cref="FormatException">There is no rule for the rest.</exception>
    public AccessTable(IEnumerable<AccessRule> rules)
    {
        // Rules of paths that differ in case only are found together: see Find.
        _rules = rules.GroupBy(rule => rule.Path, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.OrderBy(rule => rule.Methods.Count == 0).ToArray(), StringComparer.OrdinalIgnoreCase);
        _byPath = _rules.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = _rules.Keys.Max(path => (int?)path.Length) ?? 0;
        if (!_rules.TryGetValue("", out var root) || root.All(rule => rule.Methods.Count > 0))
        {
            throw new FormatException("authorize does not know what to demand elsewhere; write a rule for everything: / = valid-user, or / = all granted");
        }
    }

    /// <summary>The methods that rules name.</summary>
    public IEnumerable<string> Methods => _rules.Values.SelectMany(rules => rules).SelectMany(rule => rule.Methods).Distinct();

    /// <summary>Says what the rules demand for one reading of a path.</summary>
    public Verdict Judge(string path, Subject subject, string method)
    {
        var exact = Judge(path, subject, method, isExact: true);
        var folded = Judge(path, subject, method, isExact: false);
        // An app may take /ADMIN for /admin: the stricter rule counts.
        return exact > folded ? exact : folded;
    }

    private Verdict Judge(string path, Subject subject, string method, bool isExact)
    {
        // What is longer than every rule is not looked for, however many segments the client sends.
        for (var end = path.Length <= _longest ? path.Length : path.LastIndexOf('/', _longest); end >= 0; end = path.LastIndexOf('/', end - 1))
        {
            if (_byPath.TryGetValue(path.AsSpan(0, end), out var rules) && Judge(rules, path.AsSpan(0, end), subject, method, isExact) is { } verdict)
            {
                return verdict;
            }
            if (end == 0)
            {
                break;
            }
        }
        return Verdict.Denied;
    }

    private static Verdict? Judge(AccessRule[] rules, ReadOnlySpan<char> path, Subject subject, string method, bool isExact)
    {
        Verdict? strictest = null;
        var isOfMethod = false;
        foreach (var rule in rules.Where(rule => rule.IsFor(method)))
        {
            if (isOfMethod && rule.Methods.Count == 0)
            {
                break;
            }
            if (!isExact || path.SequenceEqual(rule.Path))
            {
                var verdict = rule.Requirement.Judge(subject);
                strictest = strictest is { } other && other > verdict ? other : verdict;
                isOfMethod = rule.Methods.Count > 0;
            }
        }
        return strictest;
    }
}
