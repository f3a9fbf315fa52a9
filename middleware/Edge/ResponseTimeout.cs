// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Answers 503 when the app does not begin to answer in time.</summary>
/// <remarks>C# components are told to stop; Python code cannot be stopped, and ends in its own time with nobody waiting.</remarks>
[Filter("timeout")]
public sealed partial class ResponseTimeout(ResponseTimeoutOptions options, IWsgiApp next, TimeProvider clock, ILogger<ResponseTimeout> log) : IWsgiApp
{
    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        // A copy, because a server uses its environ again when the answer is out, and the app may not have ended by then.
        var copy = environ.Copy();
        var input = new CutInput(environ.Input);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(environ.Aborted);
        copy.Aborted = stop.Token;
        if (!ReferenceEquals(environ.Input, Stream.Null))
        {
            copy.Input = input;
        }

        var answer = AskAsync(copy);
        if (!answer.IsCompleted && !await IsInTimeAsync(answer))
        {
            input.Cut();
            await stop.CancelAsync();
            _ = ForgetAsync(answer, stop);
            Log.GivenUp(log, environ.RequestMethod, environ.ScriptName + environ.PathInfo, options.After.TotalSeconds, environ.GetText(EnvironKey.RequestId) ?? "-");
            return Refusal.Of(environ, options.Status, "The site takes too long to answer.");
        }
        try
        {
            var response = await answer;
            response.Body = new StoppableBody(response.Body, stop);
            TakeOver(copy, environ);
            return response;
        }
        catch
        {
            stop.Dispose();
            throw;
        }
    }

    private async Task<Response> AskAsync(Environ environ) => await next.InvokeAsync(environ);

    private async Task<bool> IsInTimeAsync(Task answer)
    {
        using var patience = new CancellationTokenSource();
        var first = await Task.WhenAny(answer, Task.Delay(options.After, clock, patience.Token));
        await patience.CancelAsync();
        return first == answer;
    }

    private async Task ForgetAsync(Task<Response> answer, CancellationTokenSource stop)
    {
        try
        {
            await (await answer).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
        catch (Exception e)
        {
            Log.FailedLate(log, e);
        }
        finally
        {
            stop.Dispose();
        }
    }

    // What the app wrote into its environ, the outer components see: who the user is, for instance.
    private static void TakeOver(Environ copy, Environ environ)
    {
        var input = environ[EnvironKey.Input];
        foreach (var name in environ.Select(entry => entry.Key).Where(name => copy[name] is null).ToList())
        {
            environ[name] = null;
        }
        foreach (var (name, value) in copy)
        {
            environ[name] = value;
        }
        environ[EnvironKey.Input] = input;
    }

    /// <summary>A body whose app may be told to stop until it is disposed.</summary>
    private sealed class StoppableBody(Body body, CancellationTokenSource stop) : WrappedBody(body)
    {
        protected override ValueTask EndAsync()
        {
            stop.Dispose();
            return default;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was not answered in {Seconds} s: given up [{RequestId}]")]
        public static partial void GivenUp(ILogger logger, string method, string path, double seconds, string requestId);

        [LoggerMessage(Level = LogLevel.Debug, Message = "A request that was given up has failed")]
        public static partial void FailedLate(ILogger logger, Exception exception);
    }
}

/// <summary>Settings of the <c>timeout</c> filter.</summary>
public sealed record ResponseTimeoutOptions
{
    /// <summary>How long the app may take until its answer begins; how long it then takes does not matter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00"), Setting("timeout", "seconds")]
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The status of the answer: 503, or 504 where the app asks other servers.</summary>
    [AllowedValues(503, 504)]
    public int Status { get; init; } = 503;
}
