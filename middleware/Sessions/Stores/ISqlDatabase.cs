// SPDX-License-Identifier: MIT
using System.Data.Common;

namespace Composer.Middleware;

/// <summary>What databases do each in their own way.</summary>
internal interface ISqlDatabase : IAsyncDisposable
{
    /// <summary>An open connection, to be disposed.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>Makes the table, unless it is there.</summary>
    Task CreateTableAsync(DbConnection connection, string table, CancellationToken cancel);

    /// <summary>Waits for a name; null when it was not to be had in time.</summary>
    ValueTask<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancel);
}
