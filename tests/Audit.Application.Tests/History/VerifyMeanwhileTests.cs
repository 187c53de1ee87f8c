using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;

namespace Audit.Application.Tests.History;

/// <summary>Histories in which nothing is wrong, while others write on.</summary>
public sealed class VerifyMeanwhileTests
{
    private readonly KeptHistory _history = new();

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    public async Task Handle_WhenOthersAppendMeanwhile_IsValid(long from, int limit)
    {
        var (incident, anomaly) = (_history.Opened(), _history.Reported());
        _history.Meanwhile = () =>
        {
            if (_history.Rows.Count < 200)
            {
                incident.MoveTo(incident.Status == IncidentStatus.Contained ? IncidentStatus.Investigating : IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Now);
                _history.Save(incident);
                anomaly.MoveTo(anomaly.Status == AnomalyStatus.Open ? AnomalyStatus.Resolved : AnomalyStatus.Open, reason: null, Given.Analyst, Given.Now);
                _history.Save(anomaly);
                _history.Reported();
            }
        };

        (await _history.VerifyAsync(from, limit)).Valid.Should().BeTrue();

        _history.Rows.Count.Should().BeInRange(12, 199);
    }

    /// <summary>Between any two answers of the store: before the statuses are asked for, and behind them.</summary>
    [Fact]
    public async Task Handle_WhenThingsAreMovedOnceMeanwhile_IsValidWheneverThatIs()
    {
        for (var (turn, calls) = (1, 1); turn <= calls; turn++)
        {
            var history = new KeptHistory();
            var (incident, anomaly) = (history.Opened(), history.Reported());
            calls = 0;
            history.Meanwhile = () =>
            {
                if (++calls == turn)
                {
                    incident.MoveTo(IncidentStatus.Contained, Outcome.None, Given.Analyst, Given.Now);
                    history.Save(incident);
                    anomaly.MoveTo(AnomalyStatus.Resolved, reason: null, Given.Analyst, Given.Now);
                    history.Save(anomaly);
                    history.Reported();
                }
            };

            (await history.VerifyAsync()).Valid.Should().BeTrue($"they move before call {turn}");

            history.Rows.Should().HaveCount(5);
        }
    }
}
