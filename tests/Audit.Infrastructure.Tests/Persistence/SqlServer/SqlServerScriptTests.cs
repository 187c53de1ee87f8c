using System.Text.RegularExpressions;
using Audit.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>The script that an operator runs: <c>dotnet ef migrations script --idempotent</c> writes the same.</summary>
public sealed partial class SqlServerScriptTests
{
    [Fact]
    public void Script_OfAllMigrations_CreatesEveryTableAndColumnOfTheModel()
    {
        var schema = TsqlSchema.Of(Script());

        schema.Triggers.Should().Equal("history_append_only", "incidents_count", "anomalies_count");
        using var db = Context();
        var tables = db.Model.GetRelationalModel().Tables.ToDictionary(t => t.Name, t => t.Columns.Select(c => c.Name), StringComparer.Ordinal);
        // what triggers keep is no part of EF Core's model
        tables.Add("totals", ["tenant_id", "kind", "status", "severity", "number"]);
        tables.Add("marks", ["tenant_id", "kind", "created_at", "id", "position"]);
        schema.Tables.Keys.Should().BeEquivalentTo([.. tables.Keys, "__EFMigrationsHistory"]);
        foreach (var (table, columns) in tables)
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

    /// <summary>But for blocks of <c>tsql</c>: routing between replicas is beyond the parser.</summary>
    [Theory]
    [InlineData("operations.md")]
    [InlineData("scale.md")]
    public void Documents_WhateverTheyTellAnOperatorToRun_AreUnderstoodAndNameWhatIsThere(string document)
    {
        var schema = TsqlSchema.Of(Script());
        var blocks = SqlBlocks().Matches(File.ReadAllText(Document(document))).Select(m => m.Groups["sql"].Value).ToList();

        blocks.Should().NotBeEmpty();
        blocks.Should().AllSatisfy(sql => TsqlNames.Unknown(schema, sql).Should().BeEmpty(sql));
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
    [InlineData("SELECT t.id FROM incidents AS i CROSS APPLY (SELECT TOP (1) a.id FROM anomalies AS a WHERE a.seq = i.nonsense) AS t", "i.nonsense")]
    [InlineData("SELECT t.seq FROM incidents AS i CROSS APPLY (SELECT TOP (1) a.id FROM anomalies AS a) AS t", "t.seq")]
    [InlineData("SELECT t.type FROM (SELECT id FROM incidents UNION ALL SELECT type FROM anomalies) AS t", "t.type")]
    [InlineData("UPDATE kept SET number = 1 FROM totals AS held", "kept")]
    [InlineData("SELECT id FROM inserted", "inserted", "id")]
    [InlineData("EXEC('CREATE TRIGGER x ON nonsense AFTER INSERT AS SELECT 1')", "nonsense")]
    [InlineData("EXEC('CREATE TRIGGER x ON incidents AFTER INSERT AS SELECT i.type FROM inserted AS i')", "i.type")]
    [InlineData("EXEC('CREATE TRIGGER x ON incidents AFTER INSERT AS SELECT type FROM deleted')", "type")]
    [InlineData("EXEC('CREATE TRIGGER x ON incidents AFTER UPDATE AS IF UPDATE(type) RETURN')", "type")]
    [InlineData("SELECT type FROM anomalies; EXEC('SELECT type FROM incidents')", "type")]
    public void Unknown_WhenANameDoesNotExist_FindsIt(string sql, params string[] names) => TsqlNames.Unknown(TsqlSchema.Of(Script()), sql).Should().Equal(names);

    internal static string Script()
    {
        using var db = Context();
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }

    [GeneratedRegex(@"^ *```sql\n(?<sql>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SqlBlocks();

    private static string Document(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Audit.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run inside a checkout.");
        }

        return Path.Combine(folder.FullName, "docs", name);
    }

    private static SqlServerAuditDbContext Context() => new(new DbContextOptionsBuilder<SqlServerAuditDbContext>().UseSqlServer("Server=none").Options);
}
