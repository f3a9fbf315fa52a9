// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>One request and its answer, as far as a log wants to know.</summary>
internal sealed class Exchange(Environ environ, TimeProvider clock, Predicate<string>? hides)
{
    private readonly long _started = clock.GetTimestamp();

    /// <summary>The environ; inner components may have added to it, for instance REMOTE_USER.</summary>
    public Environ Environ { get; } = environ;

    /// <summary>When the request came.</summary>
    public DateTimeOffset Time { get; } = clock.GetUtcNow();

    /// <summary>The method that the client sent; an inner component may override it.</summary>
    public string Method { get; } = environ.RequestMethod;

    /// <summary>The target that the client sent, without secrets.</summary>
    public string Target { get; } = hides is null ? UrlPath.SentTargetOf(environ) : Secrets.MaskQuery(UrlPath.SentTargetOf(environ), hides);

    /// <summary>The path that the client sent, decoded; a native string.</summary>
    public string Path { get; } = environ.ScriptName + environ.PathInfo;

    public string? Protocol { get; } = environ.GetText(EnvironKey.ServerProtocol);

    /// <summary>The address of the client as the server saw it, or as <c>forwarded</c> found out for a log that stands around it.</summary>
    public string? Address { get; private set; } = AddressIn(environ);

    /// <summary>The status code of the answer, 500 when there was an exception that is none, 499 when the client left before there was one.</summary>
    public int Status { get; set; }

    /// <summary>The headers of the answer; null when there was none.</summary>
    public HeaderList? Headers { get; set; }

    /// <summary>Bytes of the body that were handed on to be sent.</summary>
    public long Count { get; set; }

    /// <summary>The answer did not come to its end.</summary>
    public bool Broken { get; set; }

    /// <summary>From the request to the last byte; set at the end.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>A request header, without secrets.</summary>
    public string? Header(EnvironKey key)
    {
        var value = Environ.GetText(key);
        return value is null || hides is null || key != EnvironKey.HttpReferer ? value : Secrets.MaskQuery(value, hides);
    }

    /// <summary>Takes the time, and the address that a filter within has found out.</summary>
    /// <param name="trustsForwarded">The log stands around the whole site.</param>
    public void End(bool trustsForwarded)
    {
        Duration = clock.GetElapsedTime(_started);
        if (trustsForwarded && Environ[ProxyHeaders.Original] is not null)
        {
            Address = AddressIn(Environ);
        }
    }

    // Who comes through a socket file has none, and the environ says so with an empty one.
    private static string? AddressIn(Environ environ) => environ.GetText(EnvironKey.RemoteAddr) is { Length: > 0 } address ? address : null;
}
