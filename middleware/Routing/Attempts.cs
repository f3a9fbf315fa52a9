// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>A request that several apps get, one after another: each finds the environ as the first one did, and the body from its beginning.</summary>
/// <remarks>What an app wrote into the environ goes with its answer; the last one's stays.</remarks>
internal sealed class Attempts : IAsyncDisposable
{
    private readonly Environ _environ;
    private readonly Environ _before;
    private readonly ReplayedInput? _input;
    private bool _begun;
    private bool _handedOver;

    public Attempts(Environ environ, int maxReplaySize)
    {
        _environ = environ;
        _before = environ.Copy();
        _input = ReplayedInput.Of(environ, maxReplaySize);
    }

    /// <summary>Whether nobody has read more of the body than is kept.</summary>
    public bool CanRepeat => _input is null or { CanRewind: true };

    /// <summary>The environ for the next app.</summary>
    public Environ Next()
    {
        if (_begun)
        {
            Restore();
        }
        _begun = true;
        _input?.Rewind(_environ);
        return _environ;
    }

    /// <summary>The environ for an app after which there is none.</summary>
    public Environ Last()
    {
        Next();
        _input?.StopKeeping();
        return _environ;
    }

    /// <summary>The answer that counts.</summary>
    public Response Final(Response response)
    {
        if (_input is not null)
        {
            _input.StopKeeping();
            response.Body = _input.UntilEndOf(response.Body);
            _handedOver = true;
        }
        return response;
    }

    public ValueTask DisposeAsync() => _handedOver || _input is null ? default : _input.DisposeAsync();

    private void Restore()
    {
        foreach (var name in _environ.Select(entry => entry.Key).Where(name => _before[name] is null).ToList())
        {
            _environ[name] = null;
        }
        foreach (var (name, value) in _before)
        {
            _environ[name] = value;
        }
    }
}
