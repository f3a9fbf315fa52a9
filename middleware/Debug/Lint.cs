// SPDX-License-Identifier: MIT
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>Checks what passes through it against PEP 3333, in both directions, and fails loudly when somebody breaks a rule.</summary>
/// <remarks>For development: put it on both sides of the component that you suspect. It costs a copy of every block.</remarks>
[Filter("lint", Replaces = ["Paste#lint"])]
public sealed partial class Lint : IWsgiApp
{
    private readonly WsgiLint _lint;
    private readonly ILogger _log;

    /// <summary>Stands between what is outside and the next app.</summary>
    public Lint(LintOptions options, IWsgiApp next, ComponentInfo info, ILogger<Lint> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        _log = log;
        _lint = new WsgiLint(next, options.Above ?? $"what is outside of lint '{info.Name}'", options.Below ?? $"what is inside of lint '{info.Name}'");
    }

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        try
        {
            var response = await _lint.InvokeAsync(environ);
            response.Body = new LoggingBody(response.Body, this);
            return response;
        }
        catch (Exception error)
        {
            Report(error);
            throw;
        }
    }

    // The border to Python finds some violations first; they may come back through Python code.
    private void Report(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is WsgiViolation violation)
            {
                Log.Violation(_log, violation.Component, violation.Rule);
                return;
            }
        }
    }

    private sealed class LoggingBody(Body inner, Lint owner) : WrappedBody(inner)
    {
        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            try
            {
                return await Inner.ReadAsync(cancel);
            }
            catch (Exception error)
            {
                owner.Report(error);
                throw;
            }
        }

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await base.DisposeAsync();
            }
            catch (Exception error)
            {
                owner.Report(error);
                throw;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "lint: {Component} breaks PEP 3333: {Rule}")]
        public static partial void Violation(ILogger logger, string component, string rule);
    }
}

/// <summary>Settings of the <c>lint</c> filter.</summary>
public sealed record LintOptions
{
    /// <summary>A name for what is outside, for messages.</summary>
    public string? Above { get; init; }

    /// <summary>A name for what is inside, for messages.</summary>
    public string? Below { get; init; }
}
