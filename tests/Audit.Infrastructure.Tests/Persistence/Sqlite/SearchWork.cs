using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Searching;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>What happens to the texts of a tenant in one step: by the service, or past it.</summary>
internal sealed class SearchWork(IServiceProvider provider, string file, string tenant, SearchRandom random)
{
    /// <summary>Does something, and says what.</summary>
    public async Task<string> DoAsync()
    {
        var works = new (string Name, Func<Task> DoAsync)[]
        {
            ("adding", () => AddAsync(late: 0)),
            ("adding", () => AddAsync(late: 0)),
            ("adding with the clock gone back", () => AddAsync(late: random.Next(1, 5_000))),
            ("editing", () => ActAsync(Edit)),
            ("editing", () => ActAsync(Edit)),
            ("commenting", () => ActAsync(i => i.AddComment(random.Text(), Given.Analyst, Given.Noon.AddHours(1)))),
            ("a unit that fails", FailAsync),
            ("inserting by hand", InsertAsync),
            ("updating by hand", () => ChangeAsync($"UPDATE {{0}} SET search_text = '{Folded()}' WHERE seq % 5 = {random.Next(0, 5)}")),
            ("renumbering by hand", () => ChangeAsync("UPDATE {0} SET seq = (SELECT MAX(seq) + 10 FROM {0}) WHERE seq = (SELECT MIN(seq) FROM {0})")),
            ("moving by hand", () => ChangeAsync($"UPDATE {{0}} SET tenant_id = '{tenant}' WHERE seq % 11 = {random.Next(0, 11)}")),
            ("changing times by hand", () => ChangeAsync($"UPDATE {{0}} SET created_at = created_at + {random.Next(-2_000, 2_000)} WHERE seq % 7 = {random.Next(0, 7)}")),
            ("deleting by hand", () => ChangeAsync($"DELETE FROM {{0}} WHERE seq % 9 = {random.Next(0, 9)}")),
        };
        var (name, doAsync) = random.OneOf(works);
        await doAsync();
        return name;
    }

    private async Task AddAsync(int late)
    {
        await using var session = Session.Of(provider, tenant);
        var start = Given.Noon.AddMilliseconds(await CountAsync() * 10).AddMilliseconds(-late);
        await session.AddAsync(Enumerable.Range(0, random.Next(1, 6)).Select<int, Domain.History.IHistoried>(i => random.Next(0, 3) > 0
            ? Given.Incident(tenant, random.Text(), (Domain.Common.Severity)random.Next(1, 5), description: random.Text(), at: start.AddMilliseconds(i))
            : Given.Anomaly(tenant, description: random.Text(), type: random.Text(), at: start.AddMilliseconds(i))));
    }

    private async Task ActAsync(Action<Incident> act)
    {
        await using var session = Session.Of(provider, tenant);
        if (await SomeIdAsync() is { } id)
        {
            await session.ActOnIncidentAsync(id, act);
        }
    }

    private async Task FailAsync()
    {
        await using var session = Session.Of(provider, tenant);
        var id = await SomeIdAsync();
        var failing = () => session.RunAsync(async () =>
        {
            session.Add(Given.Incident(tenant, random.Text()), Given.Anomaly(tenant, description: random.Text()));
            if (id is not null)
            {
                Edit(await session.FindIncidentAsync(id));
            }

            await session.Work.SaveAsync(CancellationToken.None);
            throw new InvalidOperationException("after saving");
        });
        await failing.Should().ThrowExactlyAsync<InvalidOperationException>();
    }

    private void Edit(Incident incident) =>
        incident.Edit(new IncidentEdit(random.Text(), new NewText(random.Text()), Severity: null, RelatedEvidenceIds: null), Given.Analyst, Given.Noon.AddHours(1));

    /// <summary>A copy of a row, with a text and a time of its own.</summary>
    private async Task InsertAsync()
    {
        foreach (var table in SearchFile.Tables)
        {
            var columns = await RawSqlite.ReadAsync(file, $"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'seq'");
            var values = columns.Select(c => c switch
            {
                "id" => $"'hand_{Guid.NewGuid():N}'",
                "search_text" => $"'{Folded()}'",
                "created_at" => $"created_at + {random.Next(-2_000, 20_000)}",
                _ => c,
            });
            await RawSqlite.ExecuteAsync(file, $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} LIMIT 1");
        }
    }

    private async Task ChangeAsync(string sql)
    {
        foreach (var table in SearchFile.Tables)
        {
            await RawSqlite.ExecuteAsync(file, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, table));
        }
    }

    private string Folded() => SearchText.Fold(random.Text()).Replace("'", "''", StringComparison.Ordinal);

    /// <summary>Of an incident that the service made: it loads no other.</summary>
    private async Task<string?> SomeIdAsync()
    {
        var ids = await RawSqlite.ReadAsync(file, $"SELECT id FROM incidents WHERE tenant_id = '{tenant}' AND id LIKE 'inc%' ORDER BY seq");
        return ids.Count > 0 ? random.OneOf(ids) : null;
    }

    private async Task<int> CountAsync() => (await RawSqlite.ReadAsync(file, "SELECT seq FROM incidents UNION ALL SELECT seq FROM anomalies")).Count;
}
