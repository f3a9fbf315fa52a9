// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>Where answers are kept.</summary>
internal interface ICacheStore
{
    /// <summary>What is kept for a request, or null.</summary>
    CacheHit? Find(string key, Environ environ);

    /// <summary>Keeps an answer, instead of the one for the same request.</summary>
    void Put(string key, CachedResponse head, ReadOnlyMemory<byte> body);

    /// <summary>Gives what was found new headers.</summary>
    void Freshen(string key, CacheHit found, CachedResponse head);

    /// <summary>Forgets all answers of a URL; false when there was none.</summary>
    bool Remove(string key);
}
