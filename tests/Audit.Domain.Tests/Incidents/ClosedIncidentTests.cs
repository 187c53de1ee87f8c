using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests.Incidents;

/// <summary>A closed incident takes comments and links, and no other change.</summary>
public sealed class ClosedIncidentTests
{
    private static readonly IncidentEdit s_nothing = new(null, null, null, null);

    private readonly Incident _incident = Given.IncidentIn(IncidentStatus.Closed, new Outcome(Resolution.Benign, "why"));

    public static TheoryData<string> Changes => ["title", "description", "no description", "severity", "evidence", "assignee", "nobody", "resolution", "note", "duplicate_of"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_WhenClosed_IsRefusedAndChangesNothing(string change)
    {
        var before = Given.StateOf(_incident);

        var refusal = this.Invoking(t => t.Change(change)).Should().ThrowExactly<IncidentClosedException>().Which;

        refusal.Key.Should().Be("error.incident_closed");
        refusal.Args.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create<string, object>("id", _incident.Id));
        Given.StateOf(_incident).Should().Be(before);
    }

    [Fact]
    public void Change_WhenItIsNone_IsNoError()
    {
        var before = Given.StateOf(_incident);

        _incident.AssignTo(_incident.Assignee, Given.Analyst, Given.Later);
        _incident.Edit(s_nothing, Given.Analyst, Given.Later);
        _incident.Edit(
            new(_incident.Title, new NewText(_incident.Description), _incident.Severity, _incident.RelatedEvidenceIds), Given.Analyst, Given.Later);
        _incident.MoveTo(IncidentStatus.Closed, new Outcome(Resolution.Benign, "why"), Given.Analyst, Given.Later);

        Given.StateOf(_incident).Should().Be(before);
    }

    [Fact]
    public void AddComment_WhenClosed_KeepsIt()
    {
        _incident.AddComment("seen again", Given.Analyst, Given.Later);

        _incident.ShouldHaveRecorded("commented", to: _incident.Comments.Should().ContainSingle().Which.Id, note: "seen again");
    }

    [Fact]
    public void Link_WhenClosed_TakesTheAnomaly()
    {
        _incident.Link("ano_01k5m8z0c2e9v7q4t6x8y1w3ra", Given.Analyst, Given.Later);

        _incident.SourceAnomalyIds.Should().Equal("ano_x", "ano_01k5m8z0c2e9v7q4t6x8y1w3ra");
    }

    private void Change(string change)
    {
        switch (change)
        {
            case "title":
                Edit(s_nothing with { Title = "another" });
                break;
            case "description":
                Edit(s_nothing with { Description = new NewText("another") });
                break;
            case "no description":
                Edit(s_nothing with { Description = new NewText(null) });
                break;
            case "severity":
                Edit(s_nothing with { Severity = Severity.Low });
                break;
            case "evidence":
                Edit(s_nothing with { RelatedEvidenceIds = [] });
                break;
            case "assignee":
                _incident.AssignTo("usr_2", Given.Analyst, Given.Later);
                break;
            case "nobody":
                _incident.AssignTo(assignee: null, Given.Analyst, Given.Later);
                break;
            case "resolution":
                Conclude(new Outcome(Resolution.TruePositive));
                break;
            case "note":
                Conclude(new Outcome(Note: "another"));
                break;
            default:
                Conclude(new Outcome(DuplicateOf: "inc_x"));
                break;
        }
    }

    private void Edit(IncidentEdit edit) => _incident.Edit(edit, Given.Analyst, Given.Later);

    private void Conclude(Outcome outcome) => _incident.MoveTo(IncidentStatus.Closed, outcome, Given.Analyst, Given.Later);
}
