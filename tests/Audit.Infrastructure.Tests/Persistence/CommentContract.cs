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
    public async Task SaveAsync_WhenCommentsHoldAnyText_GivesThemBackAsTheyWere()
    {
        string[] texts = ["\"quoted\" and 'single'", "back\\slash \\u0041 /", "line\r\nline\tтаб", "[]", "{\"id\":null}", "<b>&amp;</b>", "👩‍💻 李雷 😀", "e\u0301 \u00e9 \u2028", "null", " "];
        var (incident, anomaly) = (Given.Incident(_tenant), Given.Anomaly(_tenant));
        foreach (var (i, text) in texts.Index())
        {
            var author = i % 2 == 0 ? new Actor($"usr \"{i}\" 😀", text) : s_nameless;
            incident.AddComment(text, author, Given.Noon.AddMilliseconds(-i));
            anomaly.AddComment(text, author, Given.Noon.AddMilliseconds(-i));
        }

        await using var session = store.Open(_tenant);
        await session.AddAsync(incident, anomaly);

        await using var other = store.Open(_tenant);
        (await other.FindIncidentAsync(incident.Id)).Comments.Should().BeEquivalentTo(incident.Comments, o => o.WithStrictOrdering());
        (await other.FindAnomalyAsync(anomaly.Id)).Comments.Should().BeEquivalentTo(anomaly.Comments, o => o.WithStrictOrdering());
        var read = (await other.AnomalyReader.FindAsync(_tenant, anomaly.Id, CancellationToken.None))!.Comments;
        read.Select(c => (c.Id, c.AuthorId, c.AuthorName, c.Content)).Should().Equal(anomaly.Comments.Select(c => (c.Id, c.AuthorId, c.AuthorName, c.Content)));
        anomaly.Comments.Should().HaveCount(texts.Length).And.Contain(c => c.AuthorName == null);
    }

    [StoreFact]
    public async Task SaveAsync_WhenACommentIsAdded_WritesNothingElseOfThem()
    {
        var (incident, anomaly) = (Given.Incident(_tenant), Given.Anomaly(_tenant));
        incident.AddComment("first", Given.Analyst, Given.Noon);
        anomaly.AddComment("first", Given.Analyst, Given.Noon);
        await using var session = store.Open(_tenant);
        await session.AddAsync(incident, anomaly);

        await session.RunAsync(async () =>
        {
            (await session.FindIncidentAsync(incident.Id)).AddComment("second", Given.Analyst, Given.Noon.AddMilliseconds(1));
            (await session.FindAnomalyAsync(anomaly.Id)).AddComment("second", Given.Analyst, Given.Noon.AddMilliseconds(1));
            // whoever wrote the whole thing back would write this over
            await session.Db.Database.ExecuteSqlRawAsync("UPDATE incidents SET description = 'kept', related_evidence_ids = '[\"kept\"]' WHERE tenant_id = {0}", _tenant);
            await session.Db.Database.ExecuteSqlRawAsync("UPDATE anomalies SET description = 'kept', event_ids = '[\"kept\"]' WHERE tenant_id = {0}", _tenant);
            await session.Work.SaveAsync(CancellationToken.None);
        });

        await using var other = store.Open(_tenant);
        var (ofIncident, ofAnomaly) = (await other.FindIncidentAsync(incident.Id), await other.FindAnomalyAsync(anomaly.Id));
        ofIncident.Should().BeEquivalentTo(new { Description = "kept", RelatedEvidenceIds = new[] { "kept" }, Version = 2L });
        ofAnomaly.Should().BeEquivalentTo(new { Description = "kept", EventIds = new[] { "kept" }, Version = 2L });
        ofIncident.Comments.Select(c => c.Content).Should().Equal("first", "second");
        ofAnomaly.Comments.Select(c => c.Content).Should().Equal("first", "second");
    }

    [StoreFact]
    public async Task SaveAsync_WhenSomethingElseChanges_LeavesTheCommentsAlone()
    {
        var (incident, anomaly) = (Given.Incident(_tenant), Given.Anomaly(_tenant));
        incident.AddComment("first", Given.Analyst, Given.Noon);
        anomaly.AddComment("first", Given.Analyst, Given.Noon);
        await using var session = store.Open(_tenant);
        await session.AddAsync(incident, anomaly);

        await session.RunAsync(async () =>
        {
            (await session.FindIncidentAsync(incident.Id)).AssignTo("analyst-002", Given.Analyst, Given.Noon);
            (await session.FindAnomalyAsync(anomaly.Id)).AssignTo("analyst-002", Given.Analyst, Given.Noon);
            await session.Db.Database.ExecuteSqlRawAsync("UPDATE incidents SET comments = '[]' WHERE tenant_id = {0}", _tenant);
            await session.Db.Database.ExecuteSqlRawAsync("UPDATE anomalies SET comments = '[]' WHERE tenant_id = {0}", _tenant);
            await session.Work.SaveAsync(CancellationToken.None);
        });

        await using var other = store.Open(_tenant);
        (await other.FindIncidentAsync(incident.Id)).Should().BeEquivalentTo(new { Assignee = "analyst-002", Comments = Array.Empty<Comment>() });
        (await other.FindAnomalyAsync(anomaly.Id)).Should().BeEquivalentTo(new { Assignee = "analyst-002", Comments = Array.Empty<Comment>() });
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

public sealed class SqliteCommentTests(SqliteStore store) : CommentContract(store), IClassFixture<SqliteStore>
{
    [Fact]
    public async Task SaveAsync_WhenCommentsAreAdded_StoresThemReadablyInTheirOrder()
    {
        var tenant = Given.Tenant();
        var incident = Given.Incident(tenant);
        incident.AddComment("核实 \"now\"", new Actor("usr_1", "李雷"), Given.Noon.AddMilliseconds(1));
        incident.AddComment("second", new Actor("usr_2"), Given.Noon);
        await using var session = store.Open(tenant);
        await session.AddAsync(incident, Given.Incident(tenant));

        var (first, second) = (incident.Comments[0], incident.Comments[1]);
        (await RawSqlite.ReadAsync(store.File, $"SELECT comments FROM incidents WHERE tenant_id = '{tenant}' ORDER BY seq")).Should().Equal(
            $$"""
            [{"id":"{{first.Id}}","author_id":"usr_1","author_name":"李雷","content":"核实 \"now\"","created_at":1772366400124},{"id":"{{second.Id}}","author_id":"usr_2","content":"second","created_at":1772366400123}]
            """,
            "[]");
    }
}

public sealed class SqlServerCommentTests(SqlServerStore store) : CommentContract(store), IClassFixture<SqlServerStore>;
