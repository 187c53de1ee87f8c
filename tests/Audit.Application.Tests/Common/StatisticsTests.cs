using System.Globalization;
using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.Common;

public sealed class StatisticsTests
{
    private static readonly DateTimeOffset s_noon = Time("2026-04-03T12:00:00Z");
    private Period? _asked;

    [Fact]
    public async Task Handle_WhenThereIsNothing_HasEveryNameAndNoDurations()
    {
        var incidents = await Incidents([]);
        var anomalies = await Anomalies([]);

        incidents.ByStatus.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["open"] = 0, ["investigating"] = 0, ["contained"] = 0, ["resolved"] = 0, ["closed"] = 0 });
        anomalies.ByStatus.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["open"] = 0, ["acknowledged"] = 0, ["investigating"] = 0, ["resolved"] = 0, ["dismissed"] = 0 });
        foreach (var stats in new[] { incidents, anomalies })
        {
            stats.BySeverity.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["low"] = 0, ["medium"] = 0, ["high"] = 0, ["critical"] = 0 });
            stats.OpenBySeverity.Should().Equal(stats.BySeverity);
            stats.ByDay.Should().BeEmpty();
            stats.TimeTo.Resolve.Should().BeEquivalentTo(new DurationDto { Count = 0, MedianSeconds = null, P90Seconds = null });
        }

        (incidents.TimeTo.Contain, incidents.TimeTo.Acknowledge).Should().BeEquivalentTo((new DurationDto(), (DurationDto?)null));
        (anomalies.TimeTo.Contain, anomalies.TimeTo.Acknowledge).Should().BeEquivalentTo(((DurationDto?)null, new DurationDto()));
    }

    [Fact]
    public async Task Handle_WhenThereAreIncidents_CountsThemAndThoseThatAreNotOver()
    {
        var stats = await Incidents(
        [
            new(IncidentStatus.Open, Severity.High, s_noon, null, null),
            new(IncidentStatus.Open, Severity.High, s_noon, null, null),
            new(IncidentStatus.Contained, Severity.Low, s_noon, null, null),
            new(IncidentStatus.Resolved, Severity.Critical, s_noon, null, s_noon),
            new(IncidentStatus.Closed, Severity.High, s_noon, null, s_noon),
        ]);

        stats.ByStatus.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["open"] = 2, ["investigating"] = 0, ["contained"] = 1, ["resolved"] = 1, ["closed"] = 1 });
        stats.BySeverity.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["low"] = 1, ["medium"] = 0, ["high"] = 3, ["critical"] = 1 });
        stats.OpenBySeverity.Should().Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["low"] = 1, ["medium"] = 0, ["high"] = 2, ["critical"] = 0 });
    }

    [Fact]
    public async Task Handle_WhenAnomaliesAreResolvedOrDismissed_AreNotOpen()
    {
        var stats = await Anomalies([.. Enum.GetValues<AnomalyStatus>().Select(s => new ThingTimes<AnomalyStatus>(s, Severity.Medium, s_noon, null, null))]);

        stats.ByStatus.Values.Should().Equal(1, 1, 1, 1, 1);
        stats.OpenBySeverity["medium"].Should().Be(3);
    }

    [Theory]
    [InlineData(new[] { 7.0 }, 7.0, 7.0)]
    [InlineData(new[] { 9.0, 1.0, 5.0 }, 5.0, 9.0)]
    [InlineData(new[] { 4.0, 1.0 }, 2.5, 4.0)]
    [InlineData(new[] { 0.001, 0.002 }, 0.0015, 0.002)]
    [InlineData(new[] { 10.0, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 5.5, 9.0)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 6.0, 10.0)]
    [InlineData(new[] { 0.0, 0, 0, 0, 3600 }, 0.0, 3600.0)]
    public async Task Handle_WhenThereAreDurations_TakesTheMiddleAndTheNearestRankOf90(double[] seconds, double median, double p90)
    {
        var durations = new DurationDto { Count = seconds.Length, MedianSeconds = median, P90Seconds = p90 };

        var incidents = await Incidents([.. seconds.Select(s => new ThingTimes<IncidentStatus>(IncidentStatus.Resolved, Severity.Low, s_noon, s_noon.AddSeconds(s), s_noon.AddSeconds(2 * s)))]);
        var anomalies = await Anomalies([.. seconds.Select(s => new ThingTimes<AnomalyStatus>(AnomalyStatus.Open, Severity.Low, s_noon, s_noon.AddSeconds(s), null))]);

        incidents.TimeTo.Contain.Should().BeEquivalentTo(durations);
        incidents.TimeTo.Resolve.Should().BeEquivalentTo(new DurationDto { Count = seconds.Length, MedianSeconds = 2 * median, P90Seconds = 2 * p90 });
        anomalies.TimeTo.Acknowledge.Should().BeEquivalentTo(durations);
        anomalies.TimeTo.Resolve.Count.Should().Be(0);
    }

    [Fact]
    public async Task Handle_WhenThingsAreOfSeveralDays_CountsEachOnItsDayOfUtc()
    {
        var stats = await Incidents(
        [
            new(IncidentStatus.Open, Severity.Low, Time("2026-04-05T00:00:00Z"), null, null),
            new(IncidentStatus.Resolved, Severity.Low, Time("2026-04-02T23:59:59.999Z"), null, Time("2026-04-05T10:00:00Z")),
            new(IncidentStatus.Resolved, Severity.Low, Time("2026-04-03T01:00:00+02:00"), null, Time("2026-04-03T00:00:00Z")),
        ]);

        stats.ByDay.Should().BeEquivalentTo(
            new[]
            {
                new DayDto { Date = "2026-04-02", Created = 2, Resolved = 0 },
                new DayDto { Date = "2026-04-03", Created = 0, Resolved = 1 },
                new DayDto { Date = "2026-04-05", Created = 1, Resolved = 1 },
            },
            o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task Handle_WhenAPeriodIsGiven_CountsWhatWasMadeInItAndDaysOfResolvingInIt()
    {
        var (before, inside, after) = (Time("2026-04-01T23:59:59.999Z"), Time("2026-04-03T23:59:59.999Z"), Time("2026-04-04T00:00:00Z"));

        var stats = await Incidents(
            [
                new(IncidentStatus.Resolved, Severity.Low, before, before, inside),
                new(IncidentStatus.Resolved, Severity.High, Time("2026-04-02T00:00:00Z"), null, after),
                new(IncidentStatus.Open, Severity.High, inside, null, null),
                new(IncidentStatus.Open, Severity.Low, after, null, null),
            ],
            " 2026-04-02 ",
            "2026-04-03");

        _asked.Should().Be(new Period(Time("2026-04-02T00:00:00Z"), after));
        stats.ByStatus.Values.Sum().Should().Be(2);
        stats.BySeverity["high"].Should().Be(2);
        stats.ByDay.Select(d => (d.Date, d.Created, d.Resolved)).Should().Equal(("2026-04-02", 1L, 0L), ("2026-04-03", 1L, 1L));
        stats.TimeTo.Resolve.Should().BeEquivalentTo(new DurationDto { Count = 1, MedianSeconds = 172_800, P90Seconds = 172_800 });
        stats.TimeTo.Contain!.Count.Should().Be(0);
    }

    [Fact]
    public void Validate_WhenThePeriodIsNone_IsRefused()
    {
        foreach (var validate in new Func<string?, string?, FluentValidation.Results.ValidationResult>[]
        {
            (from, to) => new GetIncidentStatsValidator().Validate(new GetIncidentStatsQuery(from, to)),
            (from, to) => new GetAnomalyStatsValidator().Validate(new GetAnomalyStatsQuery(from, to)),
        })
        {
            validate(null, " ").IsValid.Should().BeTrue();
            validate("2026-04-03", "2026-04-03").IsValid.Should().BeTrue();
            validate("x", "y").Violations().Should().Equal(("From", "format"), ("To", "format"));
            validate("2026-04-03", "2026-04-02").ShouldViolate("To", "range", ("min", "2026-04-03"), ("max", "9998-12-31"));
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private Task<StatsDto> Incidents(ThingTimes<IncidentStatus>[] things, string? from = null, string? to = null)
    {
        var reader = new Mock<IIncidentReader>(MockBehavior.Strict);
        reader.Setup(r => r.EachTimesAsync(Given.Tenant, It.IsAny<Period>(), It.IsAny<Action<ThingTimes<IncidentStatus>>>(), CancellationToken.None))
            .Callback((string _, Period period, Action<ThingTimes<IncidentStatus>> take, CancellationToken _) =>
            {
                _asked = period;
                Array.ForEach(things, take);
            })
            .Returns(Task.CompletedTask);
        return new GetIncidentStatsHandler(reader.Object, Given.Caller()).Handle(new GetIncidentStatsQuery(from, to), CancellationToken.None);
    }

    private Task<StatsDto> Anomalies(ThingTimes<AnomalyStatus>[] things)
    {
        var reader = new Mock<IAnomalyReader>(MockBehavior.Strict);
        reader.Setup(r => r.EachTimesAsync(Given.Tenant, default, It.IsAny<Action<ThingTimes<AnomalyStatus>>>(), CancellationToken.None))
            .Callback((string _, Period _, Action<ThingTimes<AnomalyStatus>> take, CancellationToken _) => Array.ForEach(things, take))
            .Returns(Task.CompletedTask);
        return new GetAnomalyStatsHandler(reader.Object, Given.Caller()).Handle(new GetAnomalyStatsQuery(null, null), CancellationToken.None);
    }
}
