using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Audit.Infrastructure.Tests.Persistence;

public sealed class ModelTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Migrations_WhenTheModelHasChanged_HaveFollowedIt(DatabaseProvider provider)
    {
        using var db = Context(provider);
        var differences = db.GetService<IMigrationsModelDiffer>()
            .GetDifferences(LastMigration(db).GetRelationalModel(), db.GetService<IDesignTimeModel>().Model.GetRelationalModel());

        differences.Should().BeEmpty("otherwise a migration is missing: docs/operations.md tells how to add one");
    }

    [Fact]
    public void Models_OfBothDatabases_HaveTheSameTablesAndColumns() =>
        Columns(DatabaseProvider.Sqlite).Should().NotBeEmpty().And.BeEquivalentTo(Columns(DatabaseProvider.SqlServer));

    [Fact]
    public void Models_OfBothDatabases_HaveTheSameIndexes() =>
        Indexes(DatabaseProvider.Sqlite).Should().NotBeEmpty().And.BeEquivalentTo(Indexes(DatabaseProvider.SqlServer));

    /// <summary>SQL Server has no index that finds any part of a text: it reads the texts, and has nothing of it to migrate.</summary>
    [Fact]
    public void Migrations_OfBothDatabases_HaveTheSameNamesButForTheIndexOfSearches() =>
        Migrations(DatabaseProvider.Sqlite).Should().ContainSingle(name => name == "Search")
            .And.Subject.Where(name => name != "Search").Should().NotBeEmpty().And.Equal(Migrations(DatabaseProvider.SqlServer));

    private static AuditDbContext Context(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite
        ? new SqliteAuditDbContext(new DbContextOptionsBuilder<SqliteAuditDbContext>().UseSqlite("Data Source=:memory:").Options)
        : new SqlServerAuditDbContext(new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer("Server=none").Options);

    /// <summary>The model as the last migration left it. EF Core 6 has no <c>has-pending-model-changes</c>, so that it has to be made ready by hand.</summary>
    private static IModel LastMigration(AuditDbContext db)
    {
        var snapshot = db.GetService<IMigrationsAssembly>().ModelSnapshot!.Model;
        return db.GetService<IModelRuntimeInitializer>().Initialize(snapshot is IMutableModel mutable ? mutable.FinalizeModel() : snapshot);
    }

    private static IEnumerable<string> Columns(DatabaseProvider provider)
    {
        using var db = Context(provider);
        return [.. db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c.Name}{(c.IsNullable ? "?" : "")}"))];
    }

    private static IEnumerable<string> Indexes(DatabaseProvider provider)
    {
        using var db = Context(provider);
        return
        [
            .. db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.SelectMany(t =>
                t.Indexes.Select(i => $"{(i.IsUnique ? "unique " : "")}{i.Name}: {string.Join(", ", i.Columns.Select(c => c.Name))} {i.Filter}")
                    .Concat(t.UniqueConstraints.Select(c => $"{c.Name}: {string.Join(", ", c.Columns.Select(x => x.Name))}"))),
        ];
    }

    private static IEnumerable<string> Migrations(DatabaseProvider provider)
    {
        using var db = Context(provider);
        return [.. db.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..])];
    }
}
