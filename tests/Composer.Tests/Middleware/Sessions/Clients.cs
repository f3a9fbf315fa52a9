// SPDX-License-Identifier: MIT
using System.Globalization;
using Composer.Middleware;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>Many clients that change one session at once.</summary>
internal static class Clients
{
    private const int Count = 64;

    /// <summary>Under merge each client changes a key of its own, under lock all of them count one up; then nothing may be missing.</summary>
    public static async Task ChangeAsync(IReadOnlyList<SessionSite> sites, SessionConcurrency concurrency)
    {
        await sites[0].DoAsync(session => session["n"] = 0);
        foreach (var site in sites)
        {
            site.Cookie = sites[0].Cookie;
        }

        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => sites[i % sites.Count].RequestAsync(async environ =>
        {
            var session = (ISession)environ[EnvironKey.Session]!; // the filter's
            await session.LoadAsync();
            await Task.Yield();
            if (concurrency == SessionConcurrency.Lock)
            {
                session["n"] = (long)session["n"]! + 1;
            }
            else
            {
                session[i.ToString(CultureInfo.InvariantCulture)] = i;
            }
            return Wsgi.Answer("200 OK", Body.Empty);
        }))));

        var (keys, number) = await sites[^1].ReadAsync(session => (session.Keys.Count, session["n"]));
        Assert.Equal(concurrency == SessionConcurrency.Lock ? (1, (object)(long)Count) : (Count + 1, 0L), (keys, number));
    }
}
