// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>What a rule demands: alternatives between <c>or</c>, each of conditions between <c>and</c>.</summary>
internal sealed class Requirement
{
    private const string Forms = "write all granted, all denied, valid-user, user joe, group admin, token editor or address 10.0.0.0/8; several names mean any of them; and, or combine conditions";

    private readonly Func<Subject, Verdict>[][] _alternatives;

    private Requirement(Func<Subject, Verdict>[][] alternatives) => _alternatives = alternatives;

    /// <summary>Reads a requirement.</summary>
    /// <exception cref="FormatException">It is none; the message says what to write.</exception>
    public static Requirement Parse(string text)
    {
        var words = text.Split((char[])[' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries);
        return new Requirement([.. Split(words, "or").Select(alternative => Split(alternative, "and").Select(condition => Condition(condition, text)).ToArray())]);
    }

    /// <summary>What it says about somebody.</summary>
    public Verdict Judge(Subject subject)
    {
        var best = Verdict.Denied;
        foreach (var alternative in _alternatives)
        {
            var worst = Verdict.Granted;
            foreach (var condition in alternative)
            {
                worst = Max(worst, condition(subject));
            }
            best = worst < best ? worst : best;
        }
        return best;
    }

    private static Verdict Max(Verdict a, Verdict b) => a > b ? a : b;

    private static Func<Subject, Verdict> Condition(string[] words, string text)
    {
        var names = words.Skip(1).Select(NativeText.Of).ToArray();
        return (words.FirstOrDefault()?.ToLowerInvariant(), names) switch
        {
            ("all", [var what]) when what.Equals("granted", StringComparison.OrdinalIgnoreCase) => static _ => Verdict.Granted,
            ("all", [var what]) when what.Equals("denied", StringComparison.OrdinalIgnoreCase) => static _ => Verdict.Denied,
            ("valid-user", []) => static subject => OfUser(subject, isRight: subject.User is not null),
            ("user", [_, ..]) => subject => OfUser(subject, subject.User is not null && names.Contains(subject.User)),
            ("group", [_, ..]) => subject => OfUser(subject, Array.Exists(names, subject.IsIn)),
            ("token", [_, ..]) => subject => OfUser(subject, Array.Exists(names, subject.HasToken)),
            ("address", [_, ..]) => OfAddress(names),
            (null, _) => throw new FormatException($"'{text}' lacks a condition; {Forms}"),
            ("user" or "group" or "token" or "address", _) => throw new FormatException($"in '{text}' a name is missing after '{words[0]}'"),
            _ => throw new FormatException($"'{string.Join(' ', words)}' is not a condition; {Forms}"),
        };
    }

    // Somebody else might be the right one, as long as nobody is logged in.
    private static Verdict OfUser(Subject subject, bool isRight) => isRight ? Verdict.Granted : subject.User is null ? Verdict.NeedsLogin : Verdict.Denied;

    private static Func<Subject, Verdict> OfAddress(string[] names)
    {
        var list = AddressList.Parse(names);
        return subject => list.Contains(subject.Address) ? Verdict.Granted : Verdict.Denied;
    }

    private static IEnumerable<string[]> Split(string[] words, string separator)
    {
        var start = 0;
        for (var end = 0; end <= words.Length; end++)
        {
            if (end == words.Length || words[end].Equals(separator, StringComparison.OrdinalIgnoreCase))
            {
                yield return words[start..end];
                start = end + 1;
            }
        }
    }
}
