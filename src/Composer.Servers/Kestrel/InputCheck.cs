// SPDX-License-Identifier: MIT
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Composer.Servers.Kestrel;

/// <summary>Puts a <see cref="CheckedInput"/> between a connection and Kestrel.</summary>
internal sealed class InputCheck(ConnectionDelegate next)
{
    public Task RunAsync(ConnectionContext context)
    {
        var input = new CheckedInput(context.Transport.Input);
        context.Transport = new Duplex(input, context.Transport.Output);
        context.Features.Set(input);
        return next(context);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
