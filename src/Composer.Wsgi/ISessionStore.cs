// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Keeps sessions for the <c>session</c> filter: bytes under an id. A class of your own is named in a config as <c>type = assembly:My.dll#My.Store</c>.</summary>
/// <remarks>
/// Ids are checked before: up to 128 letters, digits, <c>-</c> and <c>_</c>. The constructor may ask for the setting <c>url</c> as a <c>string</c> and for the services that components get; a store
/// that opens something is also <see cref="IStartable"/> and <see cref="IAsyncDisposable"/>. Any exception means that the store cannot be reached. Several requests use it at once.
/// </remarks>
public interface ISessionStore
{
    /// <summary>The record of an id, or null when there is none or its time is over.</summary>
    ValueTask<ReadOnlyMemory<byte>?> LoadAsync(string id, CancellationToken cancel);

    /// <summary>Stores a record if what is stored is still what the caller knows; in one step, also with other processes.</summary>
    /// <param name="id">The id.</param>
    /// <param name="known">What <see cref="LoadAsync"/> gave; null when nothing may be there.</param>
    /// <param name="record">The new record.</param>
    /// <param name="lifetime">How long to keep it; null for ever.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>False when something else is stored, or nothing any more; then nothing was changed.</returns>
    ValueTask<bool> ReplaceAsync(string id, ReadOnlyMemory<byte>? known, ReadOnlyMemory<byte> record, TimeSpan? lifetime, CancellationToken cancel);

    /// <summary>Forgets an id, if it is there.</summary>
    ValueTask DeleteAsync(string id, CancellationToken cancel);

    /// <summary>Keeps everybody else, in other processes too, from locking an id until the result is disposed; null when that was not possible in time.</summary>
    ValueTask<IAsyncDisposable?> LockAsync(string id, TimeSpan patience, CancellationToken cancel);

    /// <summary>Removes the records whose time is over, and says how many; 0 where they go by themselves.</summary>
    ValueTask<int> SweepAsync(CancellationToken cancel);
}
