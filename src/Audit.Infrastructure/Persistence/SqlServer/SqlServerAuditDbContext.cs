using System.Data.Common;
using Audit.Domain.History;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence.SqlServer;

internal sealed class SqlServerAuditDbContext(DbContextOptions<SqlServerAuditDbContext> options) : AuditDbContext(options)
{
    private static readonly TimeSpan s_migrating = TimeSpan.FromHours(1);

    public override Dialect Dialect { get; } = new SqlServerDialect();

    /// <summary>A column has one type here.</summary>
    public override string TextOf(string column) => column;

    public override Task<ChainEndRow?> LockChainEndAsync(string tenantId, CancellationToken cancellationToken) =>
        ChainEnds.FromSqlInterpolated($"SELECT * FROM history_ends WITH (UPDLOCK, HOLDLOCK) WHERE tenant_id = {tenantId}").SingleOrDefaultAsync(cancellationToken);

    /// <summary>No tenant is called so; a database that takes no writes refuses it all the same.</summary>
    public override Task TryWriteAsync() => Database.ExecuteSqlRawAsync("UPDATE history_ends SET hash = hash WHERE tenant_id = ''");

    /// <summary>The table lies in the order of its key, and is that key's index.</summary>
    public override IQueryable<HistoryEntry> StoredHistory(string tenantId, long fromSequence, int count) =>
        History.Where(e => e.TenantId == tenantId && e.Sequence >= fromSequence).OrderBy(e => e.Sequence).Take(count);

    /// <summary>A session lock by name (<c>sp_getapplock</c>): instances that start together take turns.</summary>
    public override async Task MigrateAloneAsync(CancellationToken cancellationToken)
    {
        var timeout = Database.GetCommandTimeout();
        // the lock, and an index on a large table, take longer than a command may otherwise
        Database.SetCommandTimeout(s_migrating);
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await Database.ExecuteSqlRawAsync(
                """
                DECLARE @taken int;
                EXEC @taken = sp_getapplock @Resource = 'audit-migrations', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 120000;
                IF @taken < 0 THROW 50000, 'Another instance has been migrating for two minutes.', 1;
                """,
                cancellationToken);
            await Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            // the session has the lock, and a pooled connection keeps its session until somebody needs it again: this one is to end
            SqlConnection.ClearPool((SqlConnection)Database.GetDbConnection());
            await Database.CloseConnectionAsync();
            Database.SetCommandTimeout(timeout);
        }
    }

    /// <summary>A duplicate key, a deadlock's victim, or a row that a snapshot saw older.</summary>
    protected override bool IsConflict(DbException exception) => exception is SqlException { Number: 2601 or 2627 or 1205 or 3960 };

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcDateTimeConverter>().HavePrecision(3);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if ((property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string))
            {
                property.SetCollation(SqlServerDialect.Collation);
            }
        }
    }
}
