using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>What SQL Server is told when something is read.</summary>
public sealed class SqlServerReadTests : SqlServerStatements
{
    [Fact]
    public async Task IncidentReader_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        await Session.IncidentReader.FindAsync(Tenant, "inc_1", CancellationToken.None);
        var place = new CursorPosition(Given.Noon, "inc_1");
        foreach (var filter in new[]
        {
            Given.AnyOf<IncidentStatus>(), Given.AnyOf<IncidentStatus>() with { Statuses = [IncidentStatus.Open], Severities = [Severity.High] },
            Given.AnyOf<IncidentStatus>() with { Statuses = [IncidentStatus.Open, IncidentStatus.Closed], Severities = [Severity.Low, Severity.High], Search = "50%_[ 登录" },
        })
        {
            await Session.IncidentReader.ListAsync(Tenant, filter, PageRequest.ByPage(3, 20), CancellationToken.None);
            await Session.IncidentReader.ListAsync(Tenant, filter, PageRequest.ByPage(1, 20) with { Walk = true, After = place }, CancellationToken.None);
        }

        ShouldBeUnderstood(atLeast: 1 + (3 * 4));
        // an index may give the order without being asked to, but never has to
        Pages().Should().HaveCount(3 * 2).And.OnlyContain(c => c.Contains(" ORDER BY created_at DESC, id DESC OFFSET ", StringComparison.Ordinal));
        Server.Commands.Where(c => c.Contains(" FROM totals ", StringComparison.Ordinal)).Should().HaveCount(2 * 2);
    }

    [Theory]
    [InlineData("-created_at", "ORDER BY created_at DESC, id DESC OFFSET", "created_at <= @p1 AND (created_at < @p2 OR id <= @p3)")]
    [InlineData("created_at", "ORDER BY created_at, id OFFSET", "created_at >= @p1 AND (created_at > @p2 OR id ")]
    public async Task Readers_WhenAPageIsFarBehind_StartFromAMarkAndLookRowsUpLate(string sort, string order, string behind)
    {
        foreach (var mark in new (DateTime, string, long)?[] { null, (Given.Noon.UtcDateTime, "inc_1", 500_000) })
        {
            Server.Reads.Mark = mark;
            Server.Commands.Clear();
            var page = PageRequest.ByPage(25_000, 20) with { Sort = SortOrder.Of(sort) };
            await Session.IncidentReader.ListAsync(Tenant, Given.AnyOf<IncidentStatus>(), page, CancellationToken.None);
            await Session.AnomalyReader.ListAsync(Tenant, new AnomalyFilter(Given.AnyOf<AnomalyStatus>(), [], default), page, CancellationToken.None);

            ShouldBeUnderstood(atLeast: 2 * 3);
            Server.Commands.Where(c => c.Contains(" FROM marks ", StringComparison.Ordinal)).Should().HaveCount(2);
            Pages().Should().HaveCount(2).And.OnlyContain(c =>
                c.Contains(order, StringComparison.Ordinal)
                && c.Contains(" AS t ON t.seq = k.seq AND t.tenant_id = @p", StringComparison.Ordinal)
                && c.Contains(" ORDER BY t.created_at", StringComparison.Ordinal)
                && c.Contains(behind, StringComparison.Ordinal) == (mark != null));
        }
    }

    [Theory]
    [InlineData("severity", "ORDER BY severity_rank, created_at DESC, id DESC OFFSET", "ORDER BY t.severity_rank, t.created_at DESC, t.id DESC")]
    [InlineData("-updated_at", "ORDER BY updated_at DESC, id DESC OFFSET", "ORDER BY t.updated_at DESC, t.id DESC")]
    [InlineData("created_at", "ORDER BY created_at, id OFFSET", "ORDER BY t.created_at, t.id")]
    public async Task Readers_WhenAFilteredPageIsFarBehind_LookRowsUpLateAndAskForNoMark(string sort, string inner, string outer)
    {
        var filter = Given.AnyOf<IncidentStatus>() with { Statuses = [IncidentStatus.Open], Assignees = ["分析员", "analyst-001"], Search = "登录" };
        await Session.IncidentReader.ListAsync(Tenant, filter, PageRequest.ByPage(52, 20) with { Sort = SortOrder.Of(sort) }, CancellationToken.None);

        ShouldBeUnderstood(atLeast: 3);
        Server.Commands.Should().HaveCount(3);
        Pages().Should().ContainSingle().Which.Should().Contain(inner).And.EndWith(outer);
    }

    [Theory]
    [InlineData("created_at", "ORDER BY created_at, id")]
    [InlineData("-created_at", "ORDER BY created_at DESC, id DESC")]
    [InlineData("updated_at", "ORDER BY updated_at, id")]
    [InlineData("-updated_at", "ORDER BY updated_at DESC, id DESC")]
    [InlineData("severity", "ORDER BY severity_rank, created_at DESC, id DESC")]
    [InlineData("-severity", "ORDER BY severity_rank DESC, created_at DESC, id DESC")]
    public async Task Readers_WhateverIsAskedOfAList_SayWhatTheServerUnderstands(string sort, string order)
    {
        var period = new Period(Given.Noon, Given.Noon.AddDays(1));
        var place = new CursorPosition(Given.Noon, "inc_1");
        foreach (var assignees in new string?[][] { [], [null], ["analyst-001"], [null, "analyst-001", "分析员"] })
        {
            var incidents = Given.AnyOf<IncidentStatus>() with { Assignees = assignees, Created = period, Updated = period };
            var anomalies = new AnomalyFilter(
                Given.AnyOf<AnomalyStatus>() with { Statuses = [AnomalyStatus.Open, AnomalyStatus.Dismissed], Assignees = assignees, Created = period, Updated = period, Search = "登录" },
                ["brute_force", "暴力破解"],
                period,
                "user-7",
                "ano_1");
            foreach (var page in new[] { PageRequest.ByPage(3, 20), PageRequest.ByPage(1, 20) with { Walk = true, After = place } })
            {
                await Session.IncidentReader.ListAsync(Tenant, incidents, page with { Sort = SortOrder.Of(sort) }, CancellationToken.None);
                await Session.AnomalyReader.ListAsync(Tenant, anomalies, page with { Sort = SortOrder.Of(sort) }, CancellationToken.None);
            }
        }

        ShouldBeUnderstood(atLeast: 4 * 2 * 4);
        Pages().Should().HaveCount(4 * 2 * 2).And.OnlyContain(c => c.Contains($" {order} OFFSET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readers_WhateverElseIsAsked_SayWhatTheServerUnderstands()
    {
        await Session.AnomalyReader.FindAsync(Tenant, "ano_1", CancellationToken.None);
        foreach (var period in new[] { default, new Period(Given.Noon, null), new Period(null, Given.Noon) })
        {
            await Session.IncidentReader.EachTimesAsync(Tenant, period, time => time.Should().Be(default, "there is none"), CancellationToken.None);
            await Session.AnomalyReader.EachTimesAsync(Tenant, period, time => time.Should().Be(default, "there is none"), CancellationToken.None);
        }

        ShouldBeUnderstood(atLeast: 1 + (3 * 2));
    }

    [Fact]
    public async Task HistoryReader_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        await Session.History.ListAsync(Tenant, 1, 100, CancellationToken.None);
        await Session.History.ListAboutAsync(Tenant, SubjectType.Incident, "inc_1", PageRequest.ByPage(1, 20), CancellationToken.None);
        await Session.History.EndAsync(Tenant, CancellationToken.None);
        await foreach (var entry in Session.History.ReadStored(Tenant, long.MinValue, 100))
        {
            entry.Should().BeNull("there is none");
        }

        await Session.History.StatusesAsync(Tenant, SubjectType.Incident, ["inc_1", "inc_2"], CancellationToken.None);
        await Session.History.StatusesAsync(Tenant, SubjectType.Anomaly, ["ano_1"], CancellationToken.None);
        await Session.History.FindWithoutHistoryAsync(Tenant, CancellationToken.None);
        await Session.History.LastMovesAsync(Tenant, ["inc_1", "ano_1"], CancellationToken.None);

        ShouldBeUnderstood(atLeast: 10);
        Server.Commands.Where(c => c.Contains("FROM [history] AS", StringComparison.Ordinal) && !c.Contains("COUNT", StringComparison.Ordinal) && !c.Contains("EXISTS", StringComparison.Ordinal))
            .Should().HaveCount(3).And.OnlyContain(c => c.Contains("ORDER BY [h].[sequence]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task IncidentRepository_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        await Session.Incidents.FindAsync(Tenant, Ids.New(Ids.Incident, Given.Noon), CancellationToken.None);

        ShouldBeUnderstood(atLeast: 1);
    }

    [Fact]
    public async Task AnomalyRepository_WhateverIsAsked_SaysWhatTheServerUnderstands()
    {
        await Session.Anomalies.FindRelatedToAsync(Tenant, "inc_1", 10, CancellationToken.None);
        await Session.Anomalies.FindAsync(Tenant, Ids.New(Ids.Anomaly, Given.Noon), CancellationToken.None);
        await Session.Anomalies.FindManyAsync(Tenant, ["ano_1", "ano_2"], CancellationToken.None);
        await Session.Anomalies.FindByExternalIdsAsync(Tenant, ["evt_1"], CancellationToken.None);

        ShouldBeUnderstood(atLeast: 4);
    }

    /// <summary>What was asked for the rows of a page.</summary>
    private IEnumerable<string> Pages() => Server.Commands.Where(c => c.Contains(" FETCH NEXT ", StringComparison.Ordinal));
}
