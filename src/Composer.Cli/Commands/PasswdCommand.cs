// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Text;
using Composer.Cli.Passwords;
using Composer.Cli.Writing;
using Composer.Middleware;

namespace Composer.Cli.Commands;

/// <summary><c>compose passwd</c>: keeps the password files of <c>auth_basic</c> (htpasswd) and <c>auth_digest</c> (htdigest).</summary>
internal sealed class PasswdCommand
{
    private const string Description = """
        Write a user and a hashed password into a password file, as Apache's htpasswd does. With - in the place of the file the line is printed.

        compose passwd staff.htpasswd joe
        printf '%s\n' "$PASSWORD" | compose passwd --stdin staff.htpasswd joe
        compose passwd --digest 'Staff only' staff.htdigest joe
        """;

    private readonly Argument<string> _file = new("FILE") { Description = "The password file; made if it does not exist." };
    private readonly Argument<string> _user = new("USER") { Description = "The user's name." };
    private readonly Option<int> _cost = new("--cost") { Description = "Work of bcrypt, 4 to 17; each step doubles it (default 10).", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _sha512 = new("--sha512") { Description = "SHA-512 crypt ($6$) instead of bcrypt: for passwords longer than 72 bytes." };
    private readonly Option<bool> _sha256 = new("--sha256") { Description = "SHA-256 crypt ($5$) instead of bcrypt." };
    private readonly Option<bool> _apr1 = new("--apr1") { Description = "Apache's MD5 ($apr1$), for files that old programs read too." };
    private readonly Option<string?> _digest = new("--digest") { Description = "Lines for auth_digest (htdigest), which count for this realm only.", HelpName = "REALM" };
    private readonly Option<bool> _stdin = new("--stdin") { Description = "Read the password from standard input instead of asking on the terminal." };
    private readonly Option<bool> _delete = new("--delete") { Description = "Remove the user." };
    private readonly Option<bool> _verify = new("--verify") { Description = "Change nothing; exit with 0 if the password is right, else with 1." };

    public static Command Create()
    {
        var passwd = new PasswdCommand();
        var command = new Command("passwd", Description)
        {
            passwd._file, passwd._user, passwd._cost, passwd._sha512, passwd._sha256, passwd._apr1, passwd._digest, passwd._stdin, passwd._delete, passwd._verify,
        };
        command.SetAction(passwd.Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        var forms = new Option[] { _sha512, _sha256, _apr1, _digest, _delete, _verify }.Count(option => result.GetResult(option) is not null and not { Implicit: true });
        if (forms > 1 && !(forms == 2 && Realm(result) is not null && (result.GetValue(_delete) || result.GetValue(_verify))))
        {
            throw new UsageError("of --sha512, --sha256, --apr1, --digest, --delete and --verify only one makes sense", "--digest REALM goes with --delete and --verify");
        }
        var (file, user) = (result.GetRequiredValue(_file), NativeText.Of(result.GetRequiredValue(_user)));
        CheckName("user name", user);
        var key = Realm(result) is { } realm ? $"{user}:{realm}:" : $"{user}:";
        return result.GetValue(_delete) ? Delete(file, key) : result.GetValue(_verify) ? Verify(result, file, user) : Set(result, file, user, key);
    }

    private int Set(ParseResult result, string file, string user, string key)
    {
        var password = PasswordPrompt.AskNew(result.GetValue(_stdin));
        CheckPassword(password);
        var lines = NewLines(result, user, Encoding.UTF8.GetBytes(password));
        if (file == ConfigText.StandardInput)
        {
            Array.ForEach(lines, Console.Out.WriteLine);
            return ExitCode.Ok;
        }
        var all = PasswordLines.Read(file);
        var isNew = all.Of(key).Count == 0;
        all.Replace(key, lines);
        AtomicFile.WritePrivate(file, all.Bytes);
        Console.Error.WriteLine($"{(isNew ? "added" : "changed")} {NativeText.Read(user)} in {file}");
        return ExitCode.Ok;
    }

    private static int Delete(string file, string key)
    {
        var all = PasswordLines.Read(file);
        if (all.Of(key).Count == 0)
        {
            throw new UsageError($"{file} has no user '{NativeText.Read(key.TrimEnd(':'))}'");
        }
        all.Replace(key);
        AtomicFile.WritePrivate(file, all.Bytes);
        Console.Error.WriteLine($"removed {NativeText.Read(key.TrimEnd(':'))} from {file}");
        return ExitCode.Ok;
    }

    private int Verify(ParseResult result, string file, string user)
    {
        var password = Encoding.UTF8.GetBytes(PasswordPrompt.Ask(result.GetValue(_stdin)));
        var lines = File.ReadLines(file, Encoding.Latin1);
        var isRight = Realm(result) is { } realm
            ? DigestTable.Parse(lines, static (_, _) => { }).Has(user, realm, password)
            : PasswordTable.Parse(lines, allowPlain: false, static (_, _) => { }).Verify(new BasicCredentials(Encoding.Latin1.GetBytes(user), password)) is not null;
        Console.Error.WriteLine(isRight ? "right" : "wrong: no such user, or another password");
        return isRight ? ExitCode.Ok : ExitCode.Unexpected;
    }

    private string[] NewLines(ParseResult result, string user, byte[] password)
    {
        if (Realm(result) is { } realm)
        {
            return [.. DigestAlgorithm.All.Where(algorithm => !algorithm.IsSession).Select(algorithm => $"{user}:{realm}:{algorithm.Secret(user, realm, password)}")];
        }
        return [$"{user}:{Hash(result, password)}"];
    }

    private string Hash(ParseResult result, byte[] password)
    {
        if (password.Length > PasswordHash.LongestPassword)
        {
            throw new UsageError($"a password may have {PasswordHash.LongestPassword} bytes at most");
        }
        if (result.GetValue(_sha512) || result.GetValue(_sha256))
        {
            return NewHash.OfSha(password, result.GetValue(_sha512) ? "$6$" : "$5$");
        }
        if (result.GetValue(_apr1))
        {
            return NewHash.OfApr1(password);
        }
        if (password.Length > Bcrypt.LongestPassword)
        {
            throw new UsageError($"bcrypt takes only the first {Bcrypt.LongestPassword} bytes of a password", $"--sha512 takes up to {PasswordHash.LongestPassword}");
        }
        var cost = result.GetValue(_cost);
        return cost is >= 4 and <= 17 ? NewHash.OfBcrypt(password, cost) : throw new UsageError("--cost must be 4 to 17");
    }

    private string? Realm(ParseResult result)
    {
        var realm = result.GetValue(_digest);
        if (realm is null)
        {
            return null;
        }
        CheckName("realm", realm);
        return NativeText.Of(realm);
    }

    private static void CheckName(string what, string name)
    {
        if (name.Length == 0 || name[0] == '#' || name.Any(c => c == ':' || char.IsControl(c)))
        {
            throw new UsageError($"a {what} may not be empty, begin with # or hold a colon or a control character");
        }
    }

    private static void CheckPassword(string password)
    {
        if (password.Length == 0 || password.Any(char.IsControl))
        {
            throw new UsageError("a password may not be empty or hold a control character");
        }
    }
}
