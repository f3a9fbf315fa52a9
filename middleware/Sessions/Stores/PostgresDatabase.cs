// SPDX-License-Identifier: MIT
using System.Data.Common;
using Npgsql;

namespace Composer.Middleware;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresDatabase(string connectionString) : ISqlDatabase
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public string Now => "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    public async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    public async Task CreateTablesAsync(DbConnection connection, string table, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written here, but for the table's name, which was checked
        // Two processes that come at once would both try: the lock lets one go first.
        command.CommandText = $"""
            SELECT pg_advisory_xact_lock(hashtext('{table}'));
            CREATE TABLE IF NOT EXISTS {table} (id text PRIMARY KEY, data bytea NOT NULL, expires bigint) WITH (fillfactor = 70);
            CREATE UNLOGGED TABLE IF NOT EXISTS {table}_lock (name text PRIMARY KEY, owner text NOT NULL, until bigint NOT NULL);
            CREATE INDEX IF NOT EXISTS {table}_expires ON {table} (expires);
            """;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
