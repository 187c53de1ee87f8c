using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Audit.Migrations;

/// <summary>Gives <c>dotnet ef</c> the two models; nothing here is published. <c>docs/operations.md</c> shows the commands.</summary>
internal static class Program
{
    private static void Main()
    {
        // dotnet ef wants an entry point and never runs it
    }
}

internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteAuditDbContext>
{
    public SqliteAuditDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAuditDbContext>().UseSqlite("Data Source=:memory:").Options);
}

internal sealed class SqlServerFactory : IDesignTimeDbContextFactory<SqlServerAuditDbContext>
{
    public SqlServerAuditDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer("Server=none;Database=none").Options);
}
