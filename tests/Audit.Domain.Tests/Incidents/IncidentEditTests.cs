using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests.Incidents;

public sealed class IncidentEditTests
{
    private static readonly IncidentEdit s_nothing = new(null, null, null, null);

    private readonly Incident _incident = Given.IncidentIn(IncidentStatus.Open);

    [Fact]
    public void Edit_WhenEverythingIsAnother_ChangesItAndRecordsEachAsItWasAndIs()
    {
        Edit(new("Another title", new NewText("Another\ntext"), Severity.Low, ["evt_2", "evt_3"]));

        _incident.Should().BeEquivalentTo(new { Title = "Another title", Description = "Another\ntext", Severity = Severity.Low, RelatedEvidenceIds = new[] { "evt_2", "evt_3" } });
        _incident.ShouldHaveRecorded(
            ("updated", null, "title", """{"from":"Multi-account brute force","to":"Another title"}"""),
            ("updated", null, "description", """{"from":"Several accounts at once","to":"Another\ntext"}"""),
            ("updated", null, "severity", """{"from":"critical","to":"low"}"""),
            ("updated", null, "related_evidence_ids", """{"from":["evt_1"],"to":["evt_2","evt_3"]}"""));
    }

    [Fact]
    public void Edit_WhenNothingIsSaid_ChangesNothing()
    {
        var before = Given.StateOf(_incident);

        Edit(s_nothing);

        Given.StateOf(_incident).Should().Be(before);
    }

    [Fact]
    public void Edit_WhenEverythingIsTheSame_ChangesNothing()
    {
        var before = Given.StateOf(_incident);

        Edit(new("Multi-account brute force", new NewText("Several accounts at once"), Severity.Critical, ["evt_1"]));

        Given.StateOf(_incident).Should().Be(before);
    }

    [Fact]
    public void Edit_WhenOnlyOneIsAnother_RecordsThatOne()
    {
        Edit(new("Multi-account brute force", null, Severity.High, null));

        _incident.ShouldHaveRecorded("updated", to: "severity", note: """{"from":"critical","to":"high"}""");
    }

    [Fact]
    public void Edit_WhenOnlyTheLetterCaseDiffers_IsAChange()
    {
        Edit(s_nothing with { Title = "MULTI-ACCOUNT BRUTE FORCE" });

        _incident.Title.Should().Be("MULTI-ACCOUNT BRUTE FORCE");
    }

    [Fact]
    public void Edit_WhenTheDescriptionIsTakenAway_HasNone()
    {
        Edit(s_nothing with { Description = new NewText(null) });

        _incident.Description.Should().BeNull();
        _incident.ShouldHaveRecorded("updated", to: "description", note: """{"from":"Several accounts at once"}""");
    }

    [Fact]
    public void Edit_WhenThereIsNoDescriptionToTakeAway_ChangesNothing()
    {
        var incident = Incident.Open(Given.Tenant, Given.Case with { Description = null }, Given.Analyst, Given.Start);
        var before = Given.StateOf(incident);

        incident.Edit(s_nothing with { Description = new NewText(null) }, Given.Analyst, Given.Later);

        Given.StateOf(incident).Should().Be(before);
    }

    [Fact]
    public void Edit_WhenTheEvidenceIsEmptied_HasNone()
    {
        Edit(s_nothing with { RelatedEvidenceIds = [] });

        _incident.RelatedEvidenceIds.Should().BeEmpty();
        _incident.ShouldHaveRecorded("updated", to: "related_evidence_ids", note: """{"from":["evt_1"],"to":[]}""");
    }

    [Fact]
    public void Edit_WhenTheEvidenceIsInAnotherOrder_IsAChange()
    {
        Edit(s_nothing with { RelatedEvidenceIds = ["evt_2", "evt_1"] });
        _incident.HistorySaved();

        Edit(s_nothing with { RelatedEvidenceIds = ["evt_1", "evt_2"] });

        _incident.RelatedEvidenceIds.Should().Equal("evt_1", "evt_2");
        _incident.ShouldHaveRecorded("updated", to: "related_evidence_ids", note: """{"from":["evt_2","evt_1"],"to":["evt_1","evt_2"]}""");
    }

    [Theory]
    [InlineData(IncidentStatus.Investigating)]
    [InlineData(IncidentStatus.Contained)]
    [InlineData(IncidentStatus.Resolved)]
    public void Edit_WhenNotClosed_IsTaken(IncidentStatus status)
    {
        var incident = Given.IncidentIn(status);

        incident.Edit(s_nothing with { Title = "another" }, Given.Analyst, Given.Later);

        incident.ShouldHaveRecorded("updated", to: "title", note: """{"from":"Multi-account brute force","to":"another"}""");
    }

    private void Edit(IncidentEdit edit) => _incident.Edit(edit, Given.Analyst, Given.Later);
}
