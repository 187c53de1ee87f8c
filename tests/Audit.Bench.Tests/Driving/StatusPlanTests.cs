using Audit.Bench.Driving;

namespace Audit.Bench.Tests.Driving;

public sealed class StatusPlanTests
{
    private static readonly IReadOnlyList<string> s_open = [.. Enumerable.Range(0, 333).Select(i => $"inc_{i}")];

    [Fact]
    public void Next_WhenGoneThroughTwice_NeverTellsAnIncidentItsPresentStatus()
    {
        var moves = new StatusPlan(s_open, runs: 4, threads: 2).Next();

        foreach (var told in moves.Concat(moves).GroupBy(m => m.Id, m => m.Status, StringComparer.Ordinal))
        {
            told.Should().Equal("investigating", "contained", "investigating", "contained");
        }
    }

    [Fact]
    public void Next_WhenThreadsTakeTheLinesInTurn_GivesEachIncidentToOne()
    {
        var moves = new StatusPlan(s_open, runs: 4, threads: 2).Next();

        moves.Select((m, line) => (m.Id, Thread: line % 2)).Distinct().Select(m => m.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Next_WhenARunFollows_GivesItIncidentsOfItsOwn()
    {
        var plan = new StatusPlan(s_open, runs: 4, threads: 2);

        var told = Enumerable.Range(0, 4).SelectMany(_ => plan.Next().Select(m => m.Id).Distinct(StringComparer.Ordinal)).ToList();

        told.Should().OnlyHaveUniqueItems().And.HaveCount(4 * 82).And.BeSubsetOf(s_open);
    }

    [Fact]
    public void Next_WhenAllRunsHadTheirs_Refuses()
    {
        var plan = new StatusPlan(s_open, runs: 1, threads: 2);
        plan.Next();

        plan.Invoking(p => p.Next()).Should().Throw<MeasurementException>();
    }

    [Theory]
    [InlineData(66, 34)]
    [InlineData(67, 34)]
    public void Next_WhenThereAreMoreThanConnections_IsWilling(int open, int expected) =>
        new StatusPlan([.. s_open.Take(open + 2)], runs: 2, threads: 2).Next().Should().HaveCount(2 * expected);

    [Fact]
    public void Next_WhenThereAreNoMoreThanConnections_Refuses() =>
        FluentActions.Invoking(() => new StatusPlan([.. s_open.Take(2 * Wrk.Connections)], runs: 2, threads: 2).Next()).Should().Throw<MeasurementException>();
}
