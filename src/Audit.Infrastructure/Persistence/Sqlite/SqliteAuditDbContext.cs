using System.Data.Common;
using Audit.Infrastructure.History;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteAuditDbContext(DbContextOptions<SqliteAuditDbContext> options) : AuditDbContext(options)
{
    public override string ListFromJson(int index) => $"(SELECT value FROM json_each({{{index}}}))";

    /// <summary>A transaction that writes has the whole file from its beginning: nothing more to lock.</summary>
    public override IQueryable<ChainEndRow> LockChainEnd(string tenantId) => ChainEnds.Where(e => e.TenantId == tenantId);

    public override Task MigrateAloneAsync(CancellationToken cancellationToken) => MigrationLock.MigrateAsync(this, cancellationToken);

    public override bool IsConflict(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY };

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}
