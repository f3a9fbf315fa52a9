// SPDX-License-Identifier: MIT
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Composer.Middleware;

/// <summary>A SQLite database in a file, which needs no server.</summary>
/// <param name="path">Absolute path of the file; made when it is not there.</param>
internal sealed class SqliteDatabase(string path) : ISqlDatabase
{
    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();

    private bool _hasFolder;

    public string Now => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

    public async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            MakeFolder();
            await connection.OpenAsync(cancel);
            // A power failure may cost the last sessions, but not the file (https://sqlite.org/wal.html).
            await RunAsync(connection, "PRAGMA synchronous = NORMAL", cancel);
        }
        catch (SqliteException error)
        {
            await connection.DisposeAsync();
            throw new IOException($"{path}: {error.Message}", error);
        }
        return connection;
    }

    public async Task CreateTablesAsync(DbConnection connection, string table, CancellationToken cancel)
    {
        try
        {
            await RunAsync(connection, "PRAGMA journal_mode = WAL", cancel);
            await RunAsync(connection, $"CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, data BLOB NOT NULL, expires INTEGER) WITHOUT ROWID", cancel);
            await RunAsync(connection, $"CREATE TABLE IF NOT EXISTS {table}_lock (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID", cancel);
            await RunAsync(connection, $"CREATE INDEX IF NOT EXISTS {table}_expires ON {table} (expires)", cancel);
        }
        catch (SqliteException error)
        {
            throw new IOException($"{path}: {error.Message}", error);
        }
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_connection));
        return default;
    }

    private void MakeFolder()
    {
        if (!_hasFolder)
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!); // it is a file's
            PrivateFolder.CreateFile(path); // an empty file is a database
            _hasFolder = true;
        }
    }

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written here, but for the table's name, which was checked
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}
