// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Config;

namespace Composer.Cli;

/// <summary>What every command takes, before or after the command's name.</summary>
internal sealed class SharedOptions
{
    /// <summary>The name of the arguments of a command that looks at a config.</summary>
    public const string Words = "FILE|name=value";

    private readonly Option<string?> _config = new("--config", "-c")
    {
        Description = "The config; FILE#NAME picks an app of it. Without it: site.ini, site.toml or site.yaml in the working directory. Or an app without a config: wsgi:shop:app.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _name = new("--name", "-n")
    {
        Description = "The app, pipeline or composite to take instead of main.",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting that counts more than the file's: --set filter:gzip.level=9. May be repeated.",
        HelpName = "SECTION.KEY=VALUE",
        Recursive = true,
    };

    private readonly Option<string[]> _filter = new("--filter")
    {
        Description = "A filter around an app that stands in the place of a config (serve wsgi:shop:app --filter gzip): a component or a URI. May be repeated, the outermost first.",
        HelpName = "FILTER",
        Recursive = true,
    };

    private readonly Option<string[]> _environment = new("--env", "-e")
    {
        Description = "An environment variable for the config and for Python. May be repeated.",
        HelpName = "NAME=VALUE",
        Recursive = true,
    };

    private readonly Option<string[]> _environmentFile = new("--env-file")
    {
        Description = "A file of NAME=VALUE lines; what the environment has already counts more.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _python = new("--python")
    {
        Description = "The Python interpreter, as a path or a name on PATH. Without it: VIRTUAL_ENV, then python3.",
        HelpName = "PYTHON",
        Recursive = true,
    };

    private readonly Option<string?> _colour = new("--color")
    {
        Description = "auto (on a terminal, unless NO_COLOR is set), always or never.",
        HelpName = "WHEN",
        Recursive = true,
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say only what went wrong.", Recursive = true };

    private readonly Option<bool[]> _verbose = new("--verbose", "-v")
    {
        Description = "Say more; twice: everything. Errors come with their stacks.",
        Arity = ArgumentArity.Zero,
        Recursive = true,
    };

    public SharedOptions() => _colour.AcceptOnlyFromAmong("auto", "always", "never");

    public void AddTo(RootCommand root)
    {
        foreach (var option in (Option[])[_config, _name, _set, _filter, _environment, _environmentFile, _python, _colour, _quiet, _verbose])
        {
            root.Add(option);
        }
    }

    /// <summary><c>[FILE] [name=value …]</c>, the arguments of a command.</summary>
    public static Argument<string[]> NewWords() => new(Words)
    {
        Description = "The config, where --config does not name it, and values for %(name)s in it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>What the user asked for. When the config was found and not named, standard error says which one it is.</summary>
    public Arguments Read(ParseResult result, Argument<string[]> words)
    {
        var arguments = ReadInSilence(result, words);
        if (arguments is { Config.Assumed: true, Verbosity: >= 0 })
        {
            Console.Error.WriteLine(Ansi.Error.Dim($"compose: {arguments.Config.Path} (found here; --config names another)"));
        }
        return arguments;
    }

    /// <summary>What the user asked for.</summary>
    public Arguments ReadInSilence(ParseResult result, Argument<string[]> words)
    {
        var given = result.GetValue(words) ?? [];
        if (Array.Find(given, word => word.Length > 1 && word[0] == '-') is { } wrong)
        {
            throw NoSuchOption(result, wrong);
        }
        var arguments = Arguments.From(result.GetValue(_config), result.GetValue(_name), given, result.GetValue(_python), Verbosity(result)) with
        {
            Overrides = [.. (result.GetValue(_set) ?? []).Select(Override)],
            Filters = result.GetValue(_filter) ?? [],
        };
        return arguments is { Filters.Count: > 0, Config.IsApp: false }
            ? throw new UsageError("--filter goes with an app in the place of a config", "compose serve wsgi:module:app --filter gzip")
            : arguments;
    }

    /// <summary>How much to say: -1 quiet, 0 normal, 1 and 2 for one and two <c>-v</c>.</summary>
    public int Verbosity(ParseResult result) =>
        result.GetValue(_quiet) ? -1 : result.GetResult(_verbose)?.IdentifierTokenCount ?? 0;

    /// <summary>The interpreter asked for, or null.</summary>
    public string? Python(ParseResult result) => result.GetValue(_python);

    /// <summary>Puts <c>--color</c> into force, also where the rest of the command line is wrong.</summary>
    public void ApplyColour(ParseResult result) => Ansi.When = result.GetResult(_colour)?.Tokens is [var when, ..] ? when.Value : "auto";

    /// <summary>Puts <c>--env</c> and <c>--env-file</c> into force.</summary>
    public void ApplyEnvironment(ParseResult result)
    {
        foreach (var file in result.GetValue(_environmentFile) ?? [])
        {
            EnvironmentWords.ReadFile(file);
        }
        foreach (var word in result.GetValue(_environment) ?? [])
        {
            EnvironmentWords.Set(word);
        }
    }

    private static SettingOverride Override(string text) =>
        SettingOverride.Parse(text) ?? throw new UsageError($"--set {text} is not of the form section.key=value", "compose --set app:main.debug=true …");

    private static UsageError NoSuchOption(ParseResult result, string word)
    {
        var command = result.CommandResult.Command;
        var known = command.Options.Concat(result.RootCommandResult.Command.Options).SelectMany(option => option.Aliases.Prepend(option.Name));
        var near = word.Split('=')[0] is "--port" or "--host" or "--listen" && known.Contains("--bind") ? "--bind" : Similar.To(word.Split('=')[0], known.Where(name => name.StartsWith("--", StringComparison.Ordinal)));
        return new UsageError($"compose {command.Name} has no option '{word}'", near is null ? $"compose {command.Name} --help" : $"did you mean {near}?");
    }
}
