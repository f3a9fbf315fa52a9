// SPDX-License-Identifier: MIT
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The filter's store for sessions that Python code makes with Beaker's own classes: <c>wsgi_composer.shim.backend</c> asks.</summary>
internal sealed class BeakerStore(IdKeeper keeper, SessionRules rules)
{
    /// <summary>Answers what Python asks: a word, and what belongs to it.</summary>
    public async ValueTask<object?> AskAsync(IReadOnlyList<object?> positional, IReadOnlyDictionary<string, object?> keywords)
    {
        if (positional is ["unlock", var held])
        {
            await ((held as IAsyncDisposable)?.DisposeAsync() ?? default);
            return null;
        }
        var id = positional[1] is string text && SessionId.IsWellFormed(text) ? text : throw new ArgumentException("this is no id of a session");
        switch (positional[0])
        {
            case "load":
                return await keeper.ReadAsync(id, CancellationToken.None) is { } found ? found.Record.ToText() : null;
            case "save":
                var record = SessionRecord.Parse(SessionJson.BytesOf((string)positional[2]!)) ?? throw new ArgumentException("this is no session"); // the shim sends texts
                var seconds = positional[3] switch { double number => number, long number => number, _ => (double?)null };
                await keeper.WriteAsync(id, record, seconds is { } timeout ? TimeSpan.FromSeconds(timeout) : rules.Lifetime, CancellationToken.None);
                return null;
            case "delete":
                await keeper.RemoveAsync(id, CancellationToken.None);
                return null;
            case "lock":
                return await keeper.LockAsync(id, CancellationToken.None);
            default:
                throw new ArgumentException($"a store cannot answer '{positional[0]}'");
        }
    }
}
