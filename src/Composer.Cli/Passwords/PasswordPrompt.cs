// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Cli.Passwords;

/// <summary>Asks for a password on the terminal without showing it, or takes a line of standard input.</summary>
internal static class PasswordPrompt
{
    /// <summary>A password that is typed twice, or comes from standard input.</summary>
    public static string AskNew(bool standardInput)
    {
        if (standardInput)
        {
            return Line();
        }
        var password = Ask("New password: ");
        return Ask("The same again: ") == password ? password : throw new UsageError("the two passwords differ; nothing was changed");
    }

    /// <summary>A password that is there already.</summary>
    public static string Ask(bool standardInput) => standardInput ? Line() : Ask("Password: ");

    private static string Line() => Console.In.ReadLine() ?? throw new UsageError("standard input is empty", "printf '%s\\n' \"$PASSWORD\" | compose passwd --stdin FILE USER");

    private static string Ask(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            throw new UsageError("there is no terminal on which to ask for the password", "--stdin reads it from standard input");
        }
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            Edit(typed, key);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }

    private static void Edit(StringBuilder typed, ConsoleKeyInfo key)
    {
        if (key is { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control })
        {
            typed.Clear();
            return;
        }
        if (key.Key == ConsoleKey.Backspace)
        {
            typed.Length = Math.Max(0, typed.Length - 1);
            return;
        }
        if (!char.IsControl(key.KeyChar))
        {
            typed.Append(key.KeyChar);
        }
    }
}
