// SPDX-License-Identifier: MIT
using System.Threading.Channels;

namespace Composer.Middleware;

/// <summary>Sends what is posted in the background, one after another; when too much waits, the rest is dropped.</summary>
/// <typeparam name="T">What is sent.</typeparam>
/// <param name="send">Sends one; its failures are its own business.</param>
internal sealed class Outbox<T>(Func<T, Task> send) : IAsyncDisposable
{
    private const int MostWaiting = 100;
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly Channel<T> _waiting = Channel.CreateBounded<T>(MostWaiting);
    private readonly Lock _lock = new();
    private Task? _sender;

    /// <summary>Queues one.</summary>
    public void Post(T item)
    {
        lock (_lock)
        {
            if (_waiting.Writer.TryWrite(item))
            {
                _sender ??= Task.Run(SendAllAsync);
            }
        }
    }

    /// <summary>Sends what is waiting, but not for long.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_sender is not null)
        {
            await Task.WhenAny(_sender, Task.Delay(LongestFarewell));
        }
    }

    private async Task SendAllAsync()
    {
        await foreach (var item in _waiting.Reader.ReadAllAsync())
        {
            await send(item);
        }
    }
}
