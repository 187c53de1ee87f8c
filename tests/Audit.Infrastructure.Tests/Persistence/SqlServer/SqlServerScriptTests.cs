using Audit.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>The script that an operator runs: <c>dotnet ef migrations script --idempotent</c> writes the same.</summary>
public sealed class SqlServerScriptTests
{
    [Fact]
    public void Script_OfAllMigrations_CreatesEveryTableAndColumnOfTheModel()
    {
        var schema = TsqlSchema.Of(Script());

        schema.Triggers.Should().Equal("history_append_only");
        using var db = Context();
        var model = db.Model.GetRelationalModel().Tables.ToDictionary(t => t.Name, t => t.Columns.Select(c => c.Name), StringComparer.Ordinal);
        schema.Tables.Keys.Should().BeEquivalentTo([.. model.Keys, "__EFMigrationsHistory"]);
        foreach (var (table, columns) in model)
        {
            schema.Tables[table].Should().BeEquivalentTo(columns);
        }
    }

    [Fact]
    public void Script_OfAllMigrations_NamesOnlyWhatItCreates() => TsqlNames.Unknown(TsqlSchema.Of(Script()), Script()).Should().BeEmpty();

    [Theory]
    [InlineData("SELECT i.nonsense FROM incidents AS i", "i.nonsense")]
    [InlineData("SELECT nonsense FROM incidents", "nonsense")]
    [InlineData("SELECT 1 FROM nonsense", "nonsense")]
    [InlineData("SELECT a.title FROM incidents AS i JOIN anomalies AS a ON i.id = a.id", "a.title")]
    [InlineData("SELECT t.title FROM (SELECT i.id FROM incidents AS i) AS t", "t.title")]
    [InlineData("UPDATE incidents SET nonsense = 1", "nonsense")]
    [InlineData("INSERT INTO incidents (nonsense) VALUES (1)", "nonsense")]
    [InlineData("SELECT i.id FROM incidents AS i JOIN OPENJSON(@p) WITH (value int '$') AS j ON i.seq = j.nonsense", "j.nonsense")]
    public void Unknown_WhenANameDoesNotExist_FindsIt(string sql, string name) => TsqlNames.Unknown(TsqlSchema.Of(Script()), sql).Should().Equal(name);

    internal static string Script()
    {
        using var db = Context();
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }

    private static SqlServerAuditDbContext Context() => new(new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer("Server=none").Options);
}
