// SPDX-License-Identifier: MIT
using System.Data.Common;

namespace Composer.Middleware;

/// <summary>What databases do each in their own way.</summary>
internal interface ISqlDatabase : IAsyncDisposable
{
    /// <summary>An open connection, to be disposed.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>Makes the table of the sessions, and that of the locks, unless they are there.</summary>
    Task CreateTablesAsync(DbConnection connection, string table, CancellationToken cancel);

    /// <summary>The database's own time in SQL: milliseconds since 1970.</summary>
    string Now { get; }
}
