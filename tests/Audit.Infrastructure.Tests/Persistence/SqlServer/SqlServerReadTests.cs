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
        Server.Commands.Where(c => c.Contains("FETCH NEXT", StringComparison.Ordinal)).Should().HaveCount(3 * 2)
            .And.OnlyContain(c => c.Contains("ORDER BY [i].[created_at] DESC, [i].[id] DESC", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("created_at", "ORDER BY [x].[created_at], [x].[id]")]
    [InlineData("-created_at", "ORDER BY [x].[created_at] DESC, [x].[id] DESC")]
    [InlineData("updated_at", "ORDER BY [x].[updated_at], [x].[id]")]
    [InlineData("-updated_at", "ORDER BY [x].[updated_at] DESC, [x].[id] DESC")]
    [InlineData("severity", "ORDER BY [x].[severity_rank], [x].[created_at] DESC, [x].[id] DESC")]
    [InlineData("-severity", "ORDER BY [x].[severity_rank] DESC, [x].[created_at] DESC, [x].[id] DESC")]
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
        foreach (var (alias, count) in new[] { ("i", 4 * 2), ("a", 4 * 2) })
        {
            Server.Commands.Where(c => c.Contains("FETCH NEXT", StringComparison.Ordinal) && c.Contains(order.Replace("[x]", $"[{alias}]", StringComparison.Ordinal), StringComparison.Ordinal)).Should().HaveCount(count);
        }
    }

    [Fact]
    public async Task Readers_WhateverElseIsAsked_SayWhatTheServerUnderstands()
    {
        await Session.AnomalyReader.FindAsync(Tenant, "ano_1", CancellationToken.None);
        foreach (var period in new[] { default, new Period(Given.Noon, null), new Period(null, Given.Noon) })
        {
            await foreach (var time in Session.IncidentReader.TimesAsync(Tenant, period))
            {
                time.Should().Be(default, "there is none");
            }

            await foreach (var time in Session.AnomalyReader.TimesAsync(Tenant, period))
            {
                time.Should().Be(default, "there is none");
            }
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
}
