using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>The comments of incidents and of anomalies, on every database alike.</summary>
public abstract class CommentContract(TestStore store)
{
    private static readonly Actor s_nameless = new("usr_2");
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task Readers_WhenCommentsWereWrittenByDifferentClocks_GiveThemInTheOrderTheyCame()
    {
        int[] times = [3, 1, 2, 5, 4];
        var (incident, anomaly) = (Given.Incident(_tenant), Given.Anomaly(_tenant));
        await using var session = store.Open(_tenant);
        await session.AddAsync(incident, anomaly, Given.Incident(_tenant), Given.Anomaly(_tenant));
        foreach (var time in times)
        {
            await session.ActOnIncidentAsync(incident.Id, i => i.AddComment($"第 {time}", Given.Analyst, Given.Noon.AddMilliseconds(time)));
            await session.ActAsync(anomaly.Id, a => a.AddComment($"第 {time}", s_nameless, Given.Noon.AddMilliseconds(time)));
        }

        var ofIncident = (await session.IncidentReader.FindAsync(_tenant, incident.Id, CancellationToken.None))!;
        var ofAnomaly = (await session.AnomalyReader.FindAsync(_tenant, anomaly.Id, CancellationToken.None))!;

        ofIncident.Comments.Select(c => (c.Content, c.AuthorId, c.AuthorName)).Should().Equal(times.Select(t => ($"第 {t}", Given.Analyst.Id, Given.Analyst.Name)));
        ofAnomaly.Comments.Select(c => (c.Content, c.AuthorId, c.AuthorName)).Should().Equal(times.Select(t => ($"第 {t}", s_nameless.Id, (string?)null)));
        ofIncident.Comments.Should().OnlyContain(c => c.CreatedAt == Given.Noon.ToUnixTimeSeconds() && Ids.CanBe(Ids.Comment, c.Id));
        (ofIncident.Version, ofAnomaly.Version).Should().Be((1L + times.Length, 1L + times.Length));
    }

    [StoreFact]
    public async Task SaveAsync_WhenACommentIsAdded_WritesNothingElseOfThem()
    {
        var (incident, anomaly) = (Given.Incident(_tenant), Given.Anomaly(_tenant));
        incident.AddComment("first", Given.Analyst, Given.Noon);
        anomaly.AddComment("first", Given.Analyst, Given.Noon);
        await using var session = store.Open(_tenant);
        await session.AddAsync(incident, anomaly);
        // whoever wrote the whole thing back would write the first comments over
        await session.Db.Database.ExecuteSqlRawAsync("UPDATE incident_comments SET content = 'kept' WHERE id = {0}", incident.Comments[0].Id);
        await session.Db.Database.ExecuteSqlRawAsync("UPDATE anomaly_comments SET content = 'kept' WHERE id = {0}", anomaly.Comments[0].Id);
        var rows = await RowsAsync();

        await session.RunAsync(async () =>
        {
            (await session.FindIncidentAsync(incident.Id)).AddComment("second", Given.Analyst, Given.Noon.AddMilliseconds(1));
            (await session.FindAnomalyAsync(anomaly.Id)).AddComment("second", Given.Analyst, Given.Noon.AddMilliseconds(1));
            await session.Work.SaveAsync(CancellationToken.None);
        });

        await using var other = store.Open(_tenant);
        (await other.FindIncidentAsync(incident.Id)).Comments.Select(c => c.Content).Should().Equal("kept", "second");
        (await other.FindAnomalyAsync(anomaly.Id)).Comments.Select(c => c.Content).Should().Equal("kept", "second");
        (await RowsAsync()).Should().Contain(rows).And.HaveCount(rows.Count + 2);

        async Task<List<(string, long)>> RowsAsync()
        {
            await using var reading = store.Open(_tenant);
            var ofIncidents = await reading.Db.Incidents.Where(i => i.TenantId == _tenant).SelectMany(i => i.Comments, (i, c) => new { c.Id, Seq = EF.Property<long>(c, "Seq") }).ToListAsync();
            var ofAnomalies = await reading.Db.Anomalies.Where(a => a.TenantId == _tenant).SelectMany(a => a.Comments, (a, c) => new { c.Id, Seq = EF.Property<long>(c, "Seq") }).ToListAsync();
            return [.. ofIncidents.Concat(ofAnomalies).Select(c => (c.Id, c.Seq))];
        }
    }

    [StoreFact]
    public async Task ListAsync_WhenThingsHaveSeveralComments_CountsAndPagesThings()
    {
        var incidents = Enumerable.Range(0, 3).Select(_ => Given.Incident(_tenant)).ToList();
        foreach (var incident in incidents)
        {
            incident.AddComment("one", Given.Analyst, Given.Noon);
            incident.AddComment("two", Given.Analyst, Given.Noon.AddMilliseconds(1));
        }

        await using var session = store.Open(_tenant);
        await session.AddAsync(incidents);

        var page = await session.IncidentReader.ListAsync(_tenant, Given.AnyOf<Domain.Incidents.IncidentStatus>(), PageRequest.ByPage(1, 2), CancellationToken.None);

        page.Should().BeEquivalentTo(new { Total = 3L, HasNext = true });
        page.Items.Should().HaveCount(2).And.OnlyContain(i => i.Comments.Count == 2 && i.Comments[1].Content == "two");
    }
}

public sealed class SqliteCommentTests(SqliteStore store) : CommentContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerCommentTests(SqlServerStore store) : CommentContract(store), IClassFixture<SqlServerStore>;
