// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>
/// Keys of a JWKS address. They are asked for at the start, again when they are old, and when a token has a <c>kid</c> that is not known; never more than once in
/// <see cref="Pause"/>, whoever asks, and by one request for all that wait. When the address does not answer, the keys that are known stay in use.
/// </summary>
internal sealed partial class RemoteJwtKeys(Uri address, TimeSpan refreshTime, IReadOnlyList<JwtAlgorithm> allowed, HttpClient http, TimeProvider clock, ILogger log) : IJwtKeySource
{
    /// <summary>The least time between two questions.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private volatile JwtKeys? _keys;
    private Task _running = Task.CompletedTask;
    private long _asked;

    /// <inheritdoc/>
    public JwtKeys? Current
    {
        get
        {
            if (_keys is null || clock.GetElapsedTime(Volatile.Read(ref _asked)) >= refreshTime)
            {
                _ = AskUnlessJustAsked();
            }
            return _keys;
        }
    }

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            _running = Ask();
        }
        return _running.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<JwtKeys?> RefreshAsync()
    {
        await AskUnlessJustAsked();
        return _keys;
    }

    private Task AskUnlessJustAsked()
    {
        lock (_lock)
        {
            if (_running.IsCompleted && clock.GetElapsedTime(_asked) >= Pause)
            {
                _running = Ask();
            }
            return _running;
        }
    }

    // Not on the thread of a request: one of Python's may be busy for long while others wait for the keys.
    private Task Ask()
    {
        Volatile.Write(ref _asked, clock.GetTimestamp());
        return Task.Run(AskAsync);
    }

    private async Task AskAsync()
    {
        try
        {
            var keys = new JwtKeys(JwkSet.Parse(Text(await http.GetByteArrayAsync(address))), allowed);
            if (keys.Count == 0)
            {
                throw new FormatException("there is no key in it for one of the algorithms");
            }
            _keys = keys;
            Log.Read(log, address, keys.Count);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or FormatException)
        {
            Log.Failed(log, address, e.Message);
        }
    }

    // JSON is UTF-8 (RFC 8259 §8.1), whatever the Content-Type calls it.
    private static string Text(byte[] json) => Encoding.UTF8.GetString(json).TrimStart('\uFEFF');

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} keys read from {Address}")]
        public static partial void Read(ILogger logger, Uri address, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The keys at {Address} cannot be read; those that are known stay in use: {Reason}")]
        public static partial void Failed(ILogger logger, Uri address, string reason);
    }
}
