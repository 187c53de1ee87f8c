using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>How SQLite goes about what is read most: by an index, and without a sort of more than a page.</summary>
public sealed class ReadPlanTests(ManyThings many) : IClassFixture<ManyThings>
{
    private const string Sort = "USE TEMP B-TREE";
    private static readonly ListFilter<IncidentStatus> s_all = Given.AnyOf<IncidentStatus>();
    private readonly List<Plan> _plans = [];

    private IReadOnlyList<string> Last => _plans[^1].Steps;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindAsync_WhateverIsKnownOfTheTable_LooksUpTheId(bool analyzed)
    {
        await RunAsync(analyzed, async session =>
        {
            await session.IncidentReader.FindAsync(ManyThings.Tenant, "inc_1", CancellationToken.None);
            await session.AnomalyReader.FindAsync(ManyThings.Tenant, "ano_1", CancellationToken.None);
        });

        _plans.Should().HaveCount(2);
        _plans[0].Steps.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ux_incidents_id (tenant_id=? AND id=?)");
        _plans[1].Steps.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ux_anomalies_id (tenant_id=? AND id=?)");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListAsync_WhateverIsKnownOfTheTable_TakesTheTotalFromWhatIsKept(bool analyzed)
    {
        await RunAsync(analyzed, session => ListAsync(session, s_all with { Statuses = [IncidentStatus.Open, IncidentStatus.Contained], Severities = [Severity.High] }, 1));

        _plans[0].Steps.Should().OnlyContain(step => !step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("incidents", StringComparison.Ordinal))
            .And.Contain(step => step.Contains("totals USING PRIMARY KEY (tenant_id=?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "-created_at", "(tenant_id=?)", "(tenant_id=? AND created_at<?)")]
    [InlineData(true, "-created_at", "(tenant_id=?)", "(tenant_id=? AND created_at<?)")]
    [InlineData(false, "created_at", "(tenant_id=?)", "(tenant_id=? AND created_at>?)")]
    [InlineData(true, "created_at", "(tenant_id=?)", "(tenant_id=? AND created_at>?)")]
    public async Task ListAsync_AtTheBeginningOrAtACursor_FollowsTheIndexByCreation(bool analyzed, string sort, string first, string behind)
    {
        var order = SortOrder.Of(sort);
        var place = new CursorPosition(Given.Noon.AddMilliseconds(1200), "inc_1");
        await RunAsync(analyzed, async session =>
        {
            foreach (var (page, bounds) in new[] { (PageRequest.ByPage(1, 100), first), (PageRequest.ByPage(1, 100) with { Walk = true, After = place }, behind) })
            {
                await session.IncidentReader.ListAsync(ManyThings.Tenant, s_all, page with { Sort = order }, CancellationToken.None);
                Last.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ix_incidents_created_at " + bounds);
                await session.AnomalyReader.ListAsync(ManyThings.Tenant, new AnomalyFilter(Given.AnyOf<AnomalyStatus>(), [], default), page with { Sort = order }, CancellationToken.None);
                Last.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ix_anomalies_created_at " + bounds);
            }
        });
    }

    [Theory]
    [InlineData(false, "-created_at", "position>?", "created_at<?")]
    [InlineData(true, "-created_at", "position>?", "created_at<?")]
    [InlineData(false, "created_at", "position<?", "created_at>?")]
    [InlineData(true, "created_at", "position<?", "created_at>?")]
    public async Task ListAsync_WhenThePageIsFarBehind_StartsFromAMarkInTheIndexByCreation(bool analyzed, string sort, string mark, string behind)
    {
        await RunAsync(analyzed, async session =>
        {
            for (var number = 12; number <= ManyThings.Count / 100; number++)
            {
                await ListAsync(session, s_all, number, sort);

                _plans.Should().HaveCount(3);
                _plans[1].Steps.Should().ContainSingle().Which.Should().EndWith($" USING COVERING INDEX ix_marks_position (tenant_id=? AND kind=? AND {mark})");
                Last.Should().Contain(step => step.EndsWith($" USING COVERING INDEX ix_incidents_created_at (tenant_id=? AND {behind})", StringComparison.Ordinal))
                    .And.Contain(step => step.EndsWith(" USING INTEGER PRIMARY KEY (rowid=?)", StringComparison.Ordinal))
                    .And.NotContain(step => step.Contains("SCAN incidents", StringComparison.Ordinal));
                // the page itself is put in order once more, the rows before it are not
                Last.Where(step => step.Contains(Sort, StringComparison.Ordinal)).Should().HaveCountLessThanOrEqualTo(1);
                IndexOf(Last, Sort).Should().BeGreaterThan(IndexOf(Last, " USING INTEGER PRIMARY KEY"));
                _plans[^1].Statement.Values.OfType<long>().Last().Should().BeLessThanOrEqualTo(Marks.Step, "the rest is left to the mark");
                _plans.Clear();
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListAsync_WhenAStatusIsAskedFor_FollowsTheIndexByStatus(bool analyzed)
    {
        await RunAsync(analyzed, async session =>
        {
            await ListAsync(session, s_all with { Statuses = [IncidentStatus.Open] }, 1);
            Last.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ix_incidents_status (tenant_id=? AND status=?)");
            await session.AnomalyReader.ListAsync(ManyThings.Tenant, new AnomalyFilter(Given.AnyOf<AnomalyStatus>() with { Statuses = [AnomalyStatus.Open] }, [], default), PageRequest.ByPage(12, 100), CancellationToken.None);
        });

        Last.Should().Contain(step => step.EndsWith(" USING COVERING INDEX ix_anomalies_status (tenant_id=? AND status=?)", StringComparison.Ordinal));
        Last.Where(step => step.Contains(Sort, StringComparison.Ordinal)).Should().HaveCountLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListAsync_WhenFilteredOrSortedOtherwise_FollowsAnIndexThatIsInThatOrder(bool analyzed)
    {
        await RunAsync(analyzed, async session =>
        {
            foreach (var (filter, sort, index) in new[]
            {
                (s_all with { Severities = [Severity.High] }, "-created_at", "severity_rank (tenant_id=? AND severity_rank=?)"),
                (s_all with { Assignees = [null] }, "created_at", "assignee (tenant_id=? AND assignee=?)"),
                (s_all, "updated_at", "updated_at (tenant_id=?)"),
                (s_all, "-updated_at", "updated_at (tenant_id=?)"),
                (s_all, "-severity", "severity_rank (tenant_id=?)"),
            })
            {
                await ListAsync(session, filter, 1, sort);
                Last.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ix_incidents_" + index);
            }

            var typed = new AnomalyFilter(Given.AnyOf<AnomalyStatus>(), ["brute_force"], default);
            await session.AnomalyReader.ListAsync(ManyThings.Tenant, typed, PageRequest.ByPage(1, 100), CancellationToken.None);
            Last.Should().ContainSingle().Which.Should().EndWith(" USING INDEX ix_anomalies_type (tenant_id=? AND type=?)");
        });
    }

    private static int IndexOf(IReadOnlyList<string> steps, string text) => steps.TakeWhile(step => !step.Contains(text, StringComparison.Ordinal)).Count() is var i && i < steps.Count ? i : int.MaxValue;

    private static Task ListAsync(Session session, ListFilter<IncidentStatus> filter, int number, string sort = "-created_at") =>
        session.IncidentReader.ListAsync(ManyThings.Tenant, filter, PageRequest.ByPage(number, 100) with { Sort = SortOrder.Of(sort) }, CancellationToken.None);

    private async Task RunAsync(bool analyzed, Func<Session, Task> read)
    {
        var file = many.Copy();
        if (analyzed)
        {
            await RawSqlite.ExecuteAsync(file, "ANALYZE");
        }

        await Plans.ReadAsync(file, ManyThings.Tenant, _plans, read);
    }
}
