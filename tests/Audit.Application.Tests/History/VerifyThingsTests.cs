using Audit.Domain.Anomalies;
using Audit.Domain.History;
using Audit.Domain.Incidents;

namespace Audit.Application.Tests.History;

/// <summary>Things that are not what their history says.</summary>
public sealed class VerifyThingsTests
{
    private readonly KeptHistory _history = new();

    /// <summary>That the thing then has another status than the entries before say is no reason to name these.</summary>
    [Theory]
    [InlineData("SubjectId", "inc_01k5m8z0c2e9v7q4t6x8y1w3ra")]
    [InlineData("SubjectType", "anomaly")]
    [InlineData("Action", "commented")]
    [InlineData("To", "contained")]
    [InlineData("Hash", "")]
    public async Task Handle_WhenAThingsLastMoveWasChanged_NamesThatMove(string member, string value)
    {
        foreach (var between in new[] { 0, 600 })
        {
            var history = MovedLast(between);
            history.Set(between + 2, member, value);

            (await history.VerifyAsync()).ShouldBreakAt(between + 2, "hash_mismatch");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task Handle_WhenAThingsLastMoveIsMissing_NamesThatMove(int between)
    {
        var history = MovedLast(between);
        history.Remove(s => s == between + 2);

        (await history.VerifyAsync()).ShouldBreakAt(between + 2, "missing_entry");
    }

    [Theory]
    [InlineData("open")]
    [InlineData("")]
    public async Task Handle_WhenAThingsStatusWasChanged_NamesItsLastMoveAndTheThing(string status)
    {
        var (incident, anomaly) = (_history.Opened(), _history.Reported());
        anomaly.MoveTo(AnomalyStatus.Dismissed, reason: null, Given.Analyst, Given.Now);
        anomaly.AddComment("x", Given.Analyst, Given.Now);
        _history.Save(anomaly);
        _history.Statuses[(SubjectType.Anomaly, anomaly.Id)] = status;

        (await _history.VerifyAsync()).ShouldConcern(3, "status_mismatch", anomaly.Id);

        _history.Statuses[(SubjectType.Incident, incident.Id)] = "closed";
        (await _history.VerifyAsync()).ShouldConcern(1, "status_mismatch", incident.Id);
        (await _history.VerifyAsync(from: 2)).ShouldConcern(3, "status_mismatch", anomaly.Id);
    }

    /// <summary>A chain that somebody wrote anew, in which the thing's last move leads nowhere.</summary>
    [Fact]
    public async Task Handle_WhenAThingIsGoneAndItsLastMoveLedNowhere_NamesThem()
    {
        var incident = _history.Opened();
        incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Given.Analyst, Given.Now);
        _history.Save(incident);
        _history.Set(2, "To", value: null);
        _history.ForgeFrom(2);
        _history.Statuses.Remove((SubjectType.Incident, incident.Id));

        (await _history.VerifyAsync()).ShouldConcern(2, "missing_subject", incident.Id);
    }

    [Fact]
    public async Task Handle_WhenAThingIsGone_NamesItsLastMoveAndTheThing()
    {
        _history.Reported();
        var incident = _history.Opened();
        incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Given.Analyst, Given.Now);
        _history.Save(incident);
        _history.Statuses.Remove((SubjectType.Incident, incident.Id));

        (await _history.VerifyAsync()).ShouldConcern(3, "missing_subject", incident.Id);
        (await _history.VerifyAsync(limit: 2)).ShouldConcern(2, "missing_subject", incident.Id);
    }

    [Fact]
    public async Task Handle_WhenAThingHasNoHistory_NamesTheThingAndNoEntry()
    {
        _history.OfLength(3).Statuses[(SubjectType.Incident, "inc_x")] = "open";

        (await _history.VerifyAsync()).Should().BeEquivalentTo(new { Valid = false, Checked = 3L, BrokenAt = (long?)null, Reason = "missing_history", SubjectId = "inc_x" });
        (await _history.VerifyAsync(limit: 2)).Valid.Should().BeTrue();
        (await _history.VerifyAsync(from: 4)).Reason.Should().Be("missing_history");
    }

    /// <summary>The chain that somebody wrote anew can hold anything; it is to be shown as broken, not to be stumbled over.</summary>
    [Fact]
    public async Task Handle_WhenAForgedEntryIsAboutNoKindOfThing_IsFound()
    {
        _history.OfLength(3).Set(3, "SubjectType", "thing");
        _history.ForgeFrom(3);

        (await _history.VerifyAsync()).Valid.Should().BeFalse();
    }

    /// <summary>An incident that is opened, and moved and commented on after so many other things happened.</summary>
    private static KeptHistory MovedLast(int between)
    {
        var history = new KeptHistory();
        var incident = history.Opened();
        for (var i = 0; i < between; i++)
        {
            history.Reported();
        }

        incident.MoveTo(IncidentStatus.Resolved, Outcome.None, Given.Analyst, Given.Now);
        incident.AddComment("x", Given.Analyst, Given.Now);
        history.Save(incident);
        return history;
    }
}
