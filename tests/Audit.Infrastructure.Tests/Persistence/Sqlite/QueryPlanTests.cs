using System.Data.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Tests.History;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>How SQLite goes about what verification reads of a long history: no sort, no search through a whole tenant for each thing.</summary>
public sealed class QueryPlanTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    private readonly List<string> _plan = [];

    [Theory]
    [InlineData(false, long.MinValue, "(tenant_id=?)")]
    [InlineData(true, long.MinValue, "(tenant_id=?)")]
    [InlineData(false, 1, "(tenant_id=? AND sequence>?)")]
    [InlineData(true, 1, "(tenant_id=? AND sequence>?)")]
    public async Task ReadStored_WhateverIsKnownOfTheTable_FollowsTheKeyAndReadsTheRowsWithoutASort(bool analyzed, long from, string bounds)
    {
        await RunAsync(analyzed, async session =>
        {
            await foreach (var entry in session.History.ReadStored(WholeHistory.Tenant, from, 100))
            {
                entry.Hash.Should().NotBeEmpty();
            }
        });

        _plan.Should().HaveCount(2, "a sort would be a third step");
        _plan[0].Should().Contain("history").And.EndWith("AS k USING COVERING INDEX sqlite_autoindex_history_1 " + bounds);
        _plan[1].Should().EndWith("AS h USING INTEGER PRIMARY KEY (rowid=?)");
    }

    [Theory]
    [InlineData(SubjectType.Incident, "incidents", false)]
    [InlineData(SubjectType.Incident, "incidents", true)]
    [InlineData(SubjectType.Anomaly, "anomalies", false)]
    [InlineData(SubjectType.Anomaly, "anomalies", true)]
    public async Task StatusesAsync_WhateverIsKnownOfTheTable_FindsEachThingByItsId(SubjectType type, string table, bool analyzed)
    {
        await RunAsync(analyzed, session => session.History.StatusesAsync(WholeHistory.Tenant, type, [whole.IncidentId, whole.AnomalyId], CancellationToken.None));

        _plan[^1].Should().EndWith($" USING INDEX ux_{table}_id (tenant_id=? AND id=?)");
        _plan.Should().HaveCount(2);
    }

    [Fact]
    public async Task LastMovesAsync_WhateverIsNamed_FindsEachThingByItsId()
    {
        await RunAsync(analyzed: false, session => session.History.LastMovesAsync(WholeHistory.Tenant, [whole.IncidentId, Ids.New(Ids.Anomaly, Given.Noon)], CancellationToken.None));

        _plan.Should().Contain(step => step.Contains(" USING INDEX ix_history_subject (tenant_id=? AND subject_id=?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindWithoutHistoryAsync_WhateverIsThere_LooksForEntriesByTheThingsId()
    {
        await RunAsync(analyzed: false, session => session.History.FindWithoutHistoryAsync(WholeHistory.Tenant, CancellationToken.None));

        _plan.Should().HaveCountGreaterThan(3).And.NotContain(step => step.StartsWith("SCAN", StringComparison.Ordinal));
        _plan.Count(step => step.Contains("ix_history_subject (tenant_id=? AND subject_id=?", StringComparison.Ordinal)).Should().Be(2);
    }

    private async Task RunAsync(bool analyzed, Func<Session, Task> read)
    {
        await using var file = whole.Copy();
        foreach (var table in analyzed ? ["incidents", "anomalies"] : Array.Empty<string>())
        {
            // of one thing SQLite would find out that it needs no index
            var columns = await file.ReadAsync($"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'seq'");
            var values = columns.Select(c => c == "id" ? "'more_' || n.i" : "t." + c);
            await file.ExecuteAsync(
                $"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} AS t, n WHERE t.tenant_id = '{WholeHistory.Tenant}'
                """);
            await file.ExecuteAsync("ANALYZE");
        }

        var options = new DbContextOptionsBuilder<SqliteAuditDbContext>().UseSqlite($"Data Source={file.Path};Pooling=False").AddInterceptors(new Planner(_plan)).Options;
        await using var provider = StoreProvider.Of(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + file.Path }, change: services => services.AddSingleton(options));
        await using var session = Session.Of(provider, WholeHistory.Tenant);
        await read(session);
    }

    /// <summary>Asks for the plan of each query before it runs.</summary>
    private sealed class Planner(List<string> plan) : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            await using var explaining = (SqliteCommand)command.Connection!.CreateCommand();
            explaining.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            foreach (SqliteParameter parameter in command.Parameters)
            {
                explaining.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
            }

            await using var steps = await explaining.ExecuteReaderAsync(cancellationToken);
            while (await steps.ReadAsync(cancellationToken))
            {
                plan.Add(steps.GetString(3));
            }

            return result;
        }
    }
}
