using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Audit.Domain.History;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteAuditDbContext(DbContextOptions<SqliteAuditDbContext> options) : AuditDbContext(options)
{
    /// <summary>Each write asks for it, so it is compiled, once for each model: a compiled query serves no other.</summary>
    private static readonly ConditionalWeakTable<IModel, Func<SqliteAuditDbContext, string, CancellationToken, Task<ChainEndRow?>>> s_chainEnd = [];

    public override Dialect Dialect { get; } = new SqliteDialect();

    public override string TextOf(string column) => $"CASE WHEN typeof({column}) = 'text' THEN {column} ELSE '' END";

    /// <summary>A transaction that writes has the whole file from its beginning: nothing more to lock.</summary>
    public override Task<ChainEndRow?> LockChainEndAsync(string tenantId, CancellationToken cancellationToken) => s_chainEnd.GetValue(
        Model,
        static _ => EF.CompileAsyncQuery((SqliteAuditDbContext db, string tenant, CancellationToken _) => db.ChainEnds.SingleOrDefault(e => e.TenantId == tenant)))(this, tenantId, cancellationToken);

    /// <summary>
    /// Of a row that SQLite finds by an index it takes the indexed columns from there; found by its rowid, it is read whole. A value
    /// of another type than the service writes may read the same: a row that has one gets no hash. No whole number is the least that a
    /// column can hold: from the very first on there is no bound.
    /// </summary>
    public override IQueryable<HistoryEntry> StoredHistory(string tenantId, long fromSequence, int count) => History.FromSqlRaw(
        $$"""
        SELECT h.tenant_id, h.sequence, h.subject_type, h.subject_id, h.action, h."from", h."to", h.actor_id, h.actor_name, h.actor_name_sha256,
            h.actor_tenant_id, h.note, h.note_sha256, h.occurred_at, h.request_id, h.trace_id, h.previous_hash,
            CASE WHEN typeof(h.sequence) || typeof(h.occurred_at) = 'integerinteger'
                AND replace(typeof(h.tenant_id) || typeof(h.subject_type) || typeof(h.subject_id) || typeof(h.action) || typeof(h.actor_id)
                    || typeof(h.request_id) || typeof(h.trace_id) || typeof(h.previous_hash) || typeof(h.hash), 'text', '') = ''
                AND 'blob' NOT IN (typeof(h."from"), typeof(h."to"), typeof(h.actor_name), typeof(h.actor_name_sha256), typeof(h.actor_tenant_id), typeof(h.note), typeof(h.note_sha256))
                THEN h.hash ELSE '' END AS hash
        FROM history AS k CROSS JOIN history AS h ON h.rowid = k.rowid
        WHERE k.tenant_id = {0} {{(fromSequence == long.MinValue ? "" : "AND k.sequence >= {1}")}} ORDER BY k.sequence LIMIT {2}
        """,
        tenantId,
        fromSequence,
        count);

    /// <summary>The first page is written, with a number in it that nobody uses and that stays what it is.</summary>
    public override async Task TryWriteAsync()
    {
        await using var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var number = await command.ExecuteScalarAsync();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What the migration has left to index, some thousand rows at a time, is indexed before anybody is served.</summary>
    public override async Task MigrateAloneAsync(CancellationToken cancellationToken)
    {
        var usual = Database.GetConnectionString()!;
        using var held = await MigrationLock.TakeAsync(usual, cancellationToken);
        // nobody else makes a file: one that is gone is put back, not replaced by an empty one
        Database.SetConnectionString(new SqliteConnectionStringBuilder(usual) { Mode = SqliteOpenMode.ReadWriteCreate }.ToString());
        try
        {
            RefuseToBeginAnew(new SqliteConnectionStringBuilder(usual).DataSource);
            await Database.MigrateAsync(cancellationToken);
            await SearchIndex.CatchUpAsync(usual, cancellationToken);
        }
        finally
        {
            Database.SetConnectionString(usual);
        }
    }

    /// <summary>SQLite would make an empty file, and throw away the writes in the -wal that were not yet in the one that is gone.</summary>
    private static void RefuseToBeginAnew(string file)
    {
        if (new FileInfo(file) is not { Exists: true, Length: > 0 } && File.Exists(file + "-wal"))
        {
            throw new StoreGoneException($"{file} is not there or empty, but its -wal is there, with writes that belong into it. Put the file back, or remove the -wal to begin anew.");
        }
    }

    protected override bool IsConflict(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY };

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}
