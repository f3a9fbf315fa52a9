// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Serving;
using Microsoft.Extensions.Logging;

namespace Composer.Cli.Commands;

/// <summary><c>compose serve</c>.</summary>
internal sealed class ServeCommand
{
    private const string Description = """
        Serve a site until SIGINT or SIGTERM, then finish what runs.

        compose serve site.ini
        compose serve site.ini#api -b :8000 -b unix:/run/api.sock?mode=0660
        compose serve wsgi:shop:app --filter gzip --filter access_log
        """;

    private readonly Option<string[]> _bind = new("--bind", "-b")
    {
        Description = "Listen here instead of where the config says; may be repeated. 8080, :8080 (every address), host:port, [::1]:8080, unix:/path?mode=0660, fd://3; port 0 takes a free one.",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> _serverName = new("--server-name", "-s") { Description = "The [server:NAME] to use instead of main.", HelpName = "NAME" };

    private readonly Option<int?> _threads = new("--threads") { Description = "How many threads run Python.", HelpName = "N" };

    private readonly Option<double?> _graceful = new("--graceful-timeout")
    {
        Description = "Seconds that running requests have to finish after SIGTERM or SIGINT; a second signal ends at once.",
        HelpName = "SECONDS",
    };

    private readonly Option<string?> _accessLog = new("--access-log")
    {
        Description = "A line for each request: a file, - for standard output (the default, unless the pipeline has an access_log), or off.",
        HelpName = "FILE|-|off",
    };

    private readonly Option<LogLevel?> _level = new("--log-level")
    {
        Description = "trace, debug, info, warning, error or off.",
        HelpName = "LEVEL",
        CustomParser = static argument => Level(argument.Tokens[0].Value) ?? Wrong(argument),
    };

    private readonly Option<string?> _format = new("--log-format") { Description = "text or json (an object a line).", HelpName = "text|json" };

    private readonly Option<bool> _lint = new("--lint") { Description = "Check PEP 3333 between all filters and apps; what breaks a rule is named, and the request fails. Slow." };

    private readonly Argument<string[]> _words = SharedOptions.NewWords();

    private ServeCommand() => _format.AcceptOnlyFromAmong("text", "json");

    public static Command Create(SharedOptions shared)
    {
        var options = new ServeCommand();
        var command = new Command("serve", Description)
        {
            options._words, options._bind, options._serverName, options._threads, options._graceful, options._accessLog, options._level, options._format, options._lint,
        };
        command.SetAction(result =>
        {
            var arguments = shared.ReadInSilence(result, options._words);
            return new ServeRun(arguments, options.Read(result, arguments.Verbosity)).Run();
        });
        return command;
    }

    private ServeOptions Read(ParseResult result, int verbosity)
    {
        if (result.GetValue(_threads) is < 1)
        {
            throw new UsageError("--threads must be 1 or more");
        }
        return new ServeOptions
        {
            Bind = result.GetValue(_bind) ?? [],
            ServerName = result.GetValue(_serverName),
            Threads = result.GetValue(_threads),
            GracefulTimeout = result.GetValue(_graceful) is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null,
            AccessLog = result.GetValue(_accessLog),
            LogLevel = result.GetValue(_level) ?? Level(verbosity),
            JsonLog = result.GetValue(_format) == "json",
            Lint = result.GetValue(_lint),
        };
    }

    private static LogLevel? Wrong(System.CommandLine.Parsing.ArgumentResult argument)
    {
        argument.AddError($"'{argument.Tokens[0].Value}' is not a log level: trace, debug, info, warning, error or off");
        return null;
    }

    private static LogLevel Level(int verbosity) => verbosity switch
    {
        < 0 => LogLevel.Warning,
        0 => LogLevel.Information,
        1 => LogLevel.Debug,
        _ => LogLevel.Trace,
    };

    private static LogLevel? Level(string word) => word.ToLowerInvariant() switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "info" or "information" => LogLevel.Information,
        "warning" or "warn" => LogLevel.Warning,
        "error" or "critical" => LogLevel.Error,
        "off" or "none" => LogLevel.None,
        _ => null,
    };
}
