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
    public void Script_OfAllMigrations_NamesOnlyWhatItCreates() => TsqlNames.Unknown(TsqlSchema.EverIn(Script()), Script()).Should().BeEmpty();

    [Fact]
    public void Script_OfAllMigrations_MovesCommentsBetweenTheirNewPlaceAndTheEndOfTheirOld()
    {
        var script = Script();
        // the server would look for the new column before it is there, were it not in a text of its own
        string[] steps = ["ALTER TABLE [anomalies] ADD [comments] ", "EXEC('UPDATE anomalies SET comments = (", "DROP TABLE [anomaly_comments]"];

        steps.Select(s => script.IndexOf(s, StringComparison.Ordinal)).Should().OnlyContain(place => place >= 0).And.BeInAscendingOrder();
        steps.Should().OnlyContain(s => script.IndexOf(s, StringComparison.Ordinal) == script.LastIndexOf(s, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT i.nonsense FROM incidents AS i", "i.nonsense")]
    [InlineData("SELECT nonsense FROM incidents", "nonsense")]
    [InlineData("SELECT 1 FROM nonsense", "nonsense")]
    [InlineData("SELECT a.title FROM incidents AS i JOIN anomalies AS a ON i.id = a.id", "a.title")]
    [InlineData("SELECT t.title FROM (SELECT i.id FROM incidents AS i) AS t", "t.title")]
    [InlineData("UPDATE incidents SET nonsense = 1", "nonsense")]
    [InlineData("INSERT INTO incidents (nonsense) VALUES (1)", "nonsense")]
    [InlineData("SELECT t.id FROM (SELECT i.id COLLATE Latin1_General_100_BIN2 FROM incidents AS i) AS t", "t.id")]
    [InlineData("SELECT DATEDIFF_BIG(millisecond, '1970-01-01', nonsense) FROM incidents", "nonsense")]
    [InlineData("SELECT id FROM anomaly_comments", "anomaly_comments", "id")]
    [InlineData("SELECT i.id FROM incidents AS i JOIN OPENJSON(@p) WITH (value int '$') AS j ON i.seq = j.nonsense", "j.nonsense")]
    public void Unknown_WhenANameDoesNotExist_FindsIt(string sql, params string[] names) => TsqlNames.Unknown(TsqlSchema.Of(Script()), sql).Should().Equal(names);

    internal static string Script()
    {
        using var db = Context();
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }

    private static SqlServerAuditDbContext Context() => new(new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer("Server=none").Options);
}
