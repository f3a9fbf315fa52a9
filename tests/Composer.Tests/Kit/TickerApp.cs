// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>Sends server-sent events, each when its <see cref="Ticker"/> is told to; the query says which one is meant.</summary>
[App("ticker")]
public sealed class TickerApp : IWsgiApp
{
    public ValueTask<Response> InvokeAsync(Environ environ)
    {
        var words = environ.QueryString.Split('&');
        var response = new Response(200, new Ticks(Ticker.Of(words[0])));
        response.Headers.Add("Content-Type", "text/event-stream");
        response.Headers.Add("Cache-Control", words.Length > 1 ? words[1] : "no-cache");
        return new(response);
    }

    private sealed class Ticks(Ticker ticker) : Body
    {
        public override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancel = default)
        {
            if (ticker.Made > 0)
            {
                await ticker.Next.WaitAsync(cancel);
            }
            return ticker.Made == ticker.Count ? default : Encoding.UTF8.GetBytes($"data: {ticker.Made++}\n\n");
        }

        public override ValueTask DisposeAsync()
        {
            ticker.Closed.TrySetResult();
            return base.DisposeAsync();
        }
    }
}
