// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace Composer.Cli;

/// <summary>What every command that reads a config takes, before or after the command's name.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string?> _config = new("--config", "-c")
    {
        Description = "The config; FILE#NAME picks an app of it. Without it: site.ini in the working directory.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _name = new("--name", "-n")
    {
        Description = "The app, pipeline or composite to take instead of main.",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<string?> _python = new("--python")
    {
        Description = "The Python interpreter, as a path or a name on PATH. Without it: VIRTUAL_ENV, then python3.",
        HelpName = "PYTHON",
        Recursive = true,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say only what went wrong.", Recursive = true };

    private readonly Option<bool[]> _verbose = new("--verbose", "-v")
    {
        Description = "Say more; twice: everything. Errors come with their stacks.",
        Arity = ArgumentArity.Zero,
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_config);
        root.Add(_name);
        root.Add(_python);
        root.Add(_quiet);
        root.Add(_verbose);
    }

    /// <summary><c>[FILE] [name=value …]</c>, the arguments of a command.</summary>
    public static Argument<string[]> NewWords() => new("FILE|name=value")
    {
        Description = "The config, where --config does not name it, and values for %(name)s in it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Arguments Read(ParseResult result, Argument<string[]> words) => Arguments.From(
        result.GetValue(_config),
        result.GetValue(_name),
        result.GetValue(words) ?? [],
        result.GetValue(_python),
        Verbosity(result));

    private int Verbosity(ParseResult result) =>
        result.GetValue(_quiet) ? -1 : result.GetResult(_verbose)?.IdentifierTokenCount ?? 0;
}
