// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>What is remembered of a client from one request to the next; under <see cref="EnvironKey.Session"/> below a <c>session</c> filter. Python has the same data as <c>beaker.session</c>.</summary>
/// <remarks>
/// Await <see cref="LoadAsync"/> before anything else. What is set is stored when the response ends. Values are null, bool, numbers, strings, <c>byte[]</c>, <see cref="DateTimeOffset"/>,
/// <see cref="DateTime"/> (without an offset), <see cref="DateOnly"/>, <see cref="TimeSpan"/>, lists, sets, <c>object?[]</c> (Python's tuple), and dictionaries of these; a change inside a list counts when the list is set again.
/// </remarks>
public interface ISession
{
    /// <summary>Reads the session, once in a request.</summary>
    /// <exception cref="HttpError">The store cannot be reached, or somebody else holds the session for too long.</exception>
    ValueTask LoadAsync(CancellationToken cancel = default);

    /// <summary>The id; another one after <see cref="Regenerate"/> and <see cref="Invalidate"/>.</summary>
    string Id { get; }

    /// <summary>Whether the client came without a session that is known here.</summary>
    bool IsNew { get; }

    /// <summary>When the session began.</summary>
    DateTimeOffset Created { get; }

    /// <summary>When it was used before this request, exact to a twentieth of its timeout; null for a new one.</summary>
    DateTimeOffset? LastAccessed { get; }

    /// <summary>The keys that are set.</summary>
    IReadOnlyCollection<string> Keys { get; }

    /// <summary>A value; null when it is not set, or is null.</summary>
    /// <exception cref="ArgumentException">The value set is of a type that cannot be stored.</exception>
    object? this[string key] { get; set; }

    /// <summary>Removes a key; false when it was not set.</summary>
    bool Remove(string key);

    /// <summary>Keeps the data under a new id; the old one is worth nothing from then on. For logins.</summary>
    void Regenerate();

    /// <summary>Ends the session and begins an empty one.</summary>
    void Invalidate();

    /// <summary>Ends the session, and has the browser drop its cookie.</summary>
    void Delete();
}
