// SPDX-License-Identifier: MIT
using System.CommandLine;
using Composer.Cli.Trying;

namespace Composer.Cli.Commands;

/// <summary><c>compose request</c>: one request to a site, in this process, without a socket.</summary>
internal sealed class RequestCommand
{
    private const string Description = """
        Make one request to a site without serving it, and print the answer.

        compose request / --config site.ini
        compose request /login -d 'user=joe&password=x' -i -L
        compose request /api -d @order.json --fail --timing --repeat 10
        """;

    private readonly TrialOptions _request = new();
    private readonly Argument<string[]> _words = SharedOptions.NewWords();

    private readonly Option<string?> _data = new("--data", "-d")
    {
        Description = "The request body, @FILE for a file's content, or @- for standard input. JSON and forms get their Content-Type.",
        HelpName = "DATA",
    };

    private readonly Option<bool> _head = new("--include", "-i") { Description = "Print status and headers, too." };
    private readonly Option<bool> _follow = new("--location", "-L") { Description = "Follow redirects within the host." };
    private readonly Option<bool> _fail = new("--fail", "-f") { Description = "Exit with 8 when the status is 400 or more." };
    private readonly Option<bool> _trace = new("--trace") { Description = "Print which filters and apps the request met." };
    private readonly Option<bool> _timing = new("--timing") { Description = "Print how long each of them took, too." };
    private readonly Option<int> _repeat = new("--repeat") { Description = "Make it N times and show the last: the first ones pay for loading.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _lint = new("--lint") { Description = "Check PEP 3333 between all filters and apps, and name what breaks a rule." };
    private readonly Option<bool> _json = new("--json") { Description = "Print status, headers, body and steps as one JSON object." };

    public static Command Create(SharedOptions shared)
    {
        var options = new RequestCommand();
        var command = new Command("request", Description);
        options._request.AddTo(command);
        command.Add(options._words);
        foreach (var option in (Option[])[options._data, options._head, options._follow, options._fail, options._trace, options._timing, options._repeat, options._lint, options._json])
        {
            command.Add(option);
        }
        command.SetAction((result, _) => options.RunAsync(result, shared.Read(result, options._words)));
        return command;
    }

    private Task<int> RunAsync(ParseResult result, Arguments arguments)
    {
        var data = result.GetValue(_data);
        var body = data is null ? null : RequestData.Read(data);
        var options = new RequestOptions(
            Head: result.GetValue(_head),
            Follow: result.GetValue(_follow),
            Fail: result.GetValue(_fail),
            Trace: result.GetValue(_trace),
            Timing: result.GetValue(_timing),
            Repeat: result.GetValue(_repeat),
            Lint: result.GetValue(_lint),
            Json: result.GetValue(_json));
        return new RequestRun(arguments, _request.Read(result, body?.Bytes, body?.Type), options).RunAsync();
    }
}
