// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Cli.Trying;

/// <summary>One run of <c>compose request</c>.</summary>
internal sealed class RequestRun(Arguments arguments, TrialRequest request, RequestOptions options)
{
    private const int MostRedirects = 20;
    private readonly Stream _output = Console.OpenStandardOutput();

    public async Task<int> RunAsync()
    {
        var trace = options.Trace || options.Timing || options.Json ? new RequestTrace(TimeProvider.System) : null;
        await using var site = await TrialSite.StartAsync(arguments, trace, options.Lint);
        for (var i = 1; i < options.Repeat; i++)
        {
            await RehearseAsync(site);
        }
        var next = request;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(site, next, trace);
            if (response is null)
            {
                return options.Fail ? ExitCode.RequestFailed : ExitCode.Unexpected;
            }
            if (redirects == MostRedirects || Target(response, next) is not { } target)
            {
                return options.Fail && response.StatusCode >= 400 ? ExitCode.RequestFailed : ExitCode.Ok;
            }
            next = target;
        }
    }

    private async Task RehearseAsync(TrialSite site)
    {
        await using var response = await site.App.InvokeAsync(request.NewEnviron(TextWriter.Null));
        while (!(await response.Body.ReadAsync()).IsEmpty)
        {
        }
    }

    // Null when the app raised instead of answering.
    private async Task<Response?> SendAsync(TrialSite site, TrialRequest sent, RequestTrace? trace)
    {
        using var errors = new StandardErrorText();
        var environ = sent.NewEnviron(errors);
        Response response;
        try
        {
            response = await site.App.InvokeAsync(environ);
        }
        catch (Exception error)
        {
            CommandLine.PrintError(error, arguments.Verbosity);
            WriteTrace(site, trace);
            return null;
        }
        var isLast = Target(response, sent) is null;
        var answer = new AnswerWriter(_output, keep: options.Json, onTerminal: !Console.IsOutputRedirected);
        await using (response)
        {
            await answer.WriteAsync(response, options.Head, withBody: isLast && sent.Method != "HEAD");
        }
        if (options.Json && isLast)
        {
            answer.WriteJson(response, trace?.Outermost);
        }
        WriteTrace(site, trace);
        return response;
    }

    private void WriteTrace(TrialSite site, RequestTrace? trace)
    {
        if (trace is not null && !options.Json)
        {
            Terminal.WriteError(TraceTable.Of(site.Site, trace.Outermost, options.Timing));
        }
    }

    private TrialRequest? Target(Response response, TrialRequest sent)
    {
        if (!options.Follow || response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers["Location"] is not { } location || !Uri.TryCreate(sent.Url, location, out var url))
        {
            return null;
        }
        if (!url.Host.Equals(sent.Url.Host, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var asGet = response.StatusCode is 303 || (response.StatusCode is 301 or 302 && sent.Method == "POST");
        return asGet ? sent with { Url = url, Method = "GET", Body = null } : sent with { Url = url };
    }
}
