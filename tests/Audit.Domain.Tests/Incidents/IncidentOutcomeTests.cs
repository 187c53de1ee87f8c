using Audit.Domain.Incidents;
using static Audit.Domain.Incidents.IncidentStatus;
using static Audit.Domain.Incidents.Resolution;

namespace Audit.Domain.Tests.Incidents;

/// <summary>How an incident ends: with which resolution, which note, and as whose duplicate.</summary>
public sealed class IncidentOutcomeTests
{
    private const string Original = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private static readonly Outcome s_duplicate = new(Duplicate, "the same", Original);

    [Theory]
    [InlineData(Open)]
    [InlineData(Investigating)]
    [InlineData(Contained)]
    public void MoveTo_WhenResolvedWithAnOutcome_TakesAllOfIt(IncidentStatus from)
    {
        var incident = Given.IncidentIn(from);

        incident.MoveTo(Resolved, s_duplicate, Given.Analyst, Given.Later);

        ShouldEndWith(incident, Duplicate, "the same", Original);
        incident.ShouldHaveRecorded(
            ("status_changed", WireName(from), "resolved", "the same"), ("updated", null, "resolution", """{"to":"duplicate"}"""), ("updated", null, "duplicate_of", $$"""{"to":"{{Original}}"}"""));
    }

    [Fact]
    public void MoveTo_WhenResolvedWithoutAnOutcome_HasNone()
    {
        var incident = Given.IncidentIn(Open);

        incident.MoveTo(Resolved, Outcome.None, Given.Analyst, Given.Later);

        ShouldEndWith(incident, resolution: null, note: null, duplicateOf: null);
        incident.ShouldHaveRecorded("status_changed", "open", "resolved");
    }

    [Theory]
    [InlineData(Open, Investigating)]
    [InlineData(Investigating, Contained)]
    [InlineData(Contained, Investigating)]
    public void MoveTo_WhenItGoesOn_NotesWhyInTheHistoryAlone(IncidentStatus from, IncidentStatus to)
    {
        var incident = Given.IncidentIn(from);

        incident.MoveTo(to, new Outcome(Note: "as planned"), Given.Analyst, Given.Later);

        ShouldEndWith(incident, resolution: null, note: null, duplicateOf: null);
        incident.ShouldHaveRecorded("status_changed", WireName(from), WireName(to), "as planned");
    }

    [Theory]
    [InlineData(TruePositive)]
    [InlineData(Benign)]
    [InlineData(FalsePositive)]
    [InlineData(Duplicate)]
    [InlineData(Undetermined)]
    public void MoveTo_WhenClosedWithoutASecondResolution_KeepsTheFirst(Resolution resolution)
    {
        var incident = Given.IncidentIn(Resolved, new Outcome(resolution, "why"));

        incident.MoveTo(Closed, Outcome.None, Given.Analyst, Given.Later);

        ShouldEndWith(incident, resolution, "why", duplicateOf: null);
        incident.ShouldHaveRecorded("status_changed", "resolved", "closed");
    }

    [Fact]
    public void MoveTo_WhenClosedWithoutAnyResolution_IsUndetermined()
    {
        var incident = Given.IncidentIn(Resolved);

        incident.MoveTo(Closed, new Outcome(Note: "nobody knows"), Given.Analyst, Given.Later);

        ShouldEndWith(incident, Undetermined, "nobody knows", duplicateOf: null);
        incident.ShouldHaveRecorded(("status_changed", "resolved", "closed", "nobody knows"), ("updated", null, "resolution", """{"to":"undetermined"}"""));
    }

    [Fact]
    public void MoveTo_WhenClosedWithAnotherResolution_TakesItAndForgetsTheOriginal()
    {
        var incident = Given.IncidentIn(Resolved, s_duplicate);

        incident.MoveTo(Closed, new Outcome(Benign), Given.Analyst, Given.Later);

        ShouldEndWith(incident, Benign, "the same", duplicateOf: null);
        incident.ShouldHaveRecorded(
            ("status_changed", "resolved", "closed", null),
            ("updated", null, "resolution", """{"from":"duplicate","to":"benign"}"""),
            ("updated", null, "duplicate_of", $$"""{"from":"{{Original}}"}"""));
    }

    [Fact]
    public void MoveTo_WhenResolvedAlreadyAndAnotherOutcomeComes_TakesItAndKeepsWhoResolvedIt()
    {
        var incident = Given.IncidentIn(Resolved, new Outcome(Benign, "first"));

        incident.MoveTo(Resolved, new Outcome(Duplicate, "second", Original), Given.Analyst, Given.Later);

        ShouldEndWith(incident, Duplicate, "second", Original);
        incident.Status.Should().Be(Resolved);
        incident.ResolvedAt.Should().Be(Given.Start);
        incident.ResolvedBy.Should().Be("svc_detector");
        incident.ShouldHaveRecorded(
            ("updated", null, "resolution_note", """{"from":"first","to":"second"}"""),
            ("updated", null, "resolution", """{"from":"benign","to":"duplicate"}"""),
            ("updated", null, "duplicate_of", $$"""{"to":"{{Original}}"}"""));
    }

    [Fact]
    public void MoveTo_WhenResolvedAlreadyAndOnlyTheNoteIsAnother_TakesTheNoteAlone()
    {
        var incident = Given.IncidentIn(Resolved, s_duplicate);

        incident.MoveTo(Resolved, new Outcome(Note: "second"), Given.Analyst, Given.Later);

        ShouldEndWith(incident, Duplicate, "second", Original);
        incident.ShouldHaveRecorded("updated", to: "resolution_note", note: """{"from":"the same","to":"second"}""");
    }

    [Fact]
    public void MoveTo_WhenResolvedAlreadyAndAnotherOriginalComes_TakesItAlone()
    {
        var incident = Given.IncidentIn(Resolved, s_duplicate);

        incident.MoveTo(Resolved, s_duplicate with { DuplicateOf = "CASE-7" }, Given.Analyst, Given.Later);

        ShouldEndWith(incident, Duplicate, "the same", "CASE-7");
        incident.ShouldHaveRecorded("updated", to: "duplicate_of", note: $$"""{"from":"{{Original}}","to":"CASE-7"}""");
    }

    [Theory]
    [InlineData(Resolved)]
    [InlineData(Closed)]
    public void MoveTo_WhenTheOutcomeIsTheSame_ChangesNothing(IncidentStatus status)
    {
        var incident = Given.IncidentIn(status, s_duplicate);
        var before = Given.StateOf(incident);

        incident.MoveTo(status, s_duplicate, Given.Analyst, Given.Later);
        incident.MoveTo(status, new Outcome(Duplicate), Given.Analyst, Given.Later);
        incident.MoveTo(status, new Outcome(Note: "the same"), Given.Analyst, Given.Later);

        Given.StateOf(incident).Should().Be(before);
    }

    /// <summary>It isn't over, so there is no outcome to change; and what is no move leaves no note.</summary>
    [Theory]
    [InlineData(Open)]
    [InlineData(Investigating)]
    [InlineData(Contained)]
    public void MoveTo_WhenItStaysOnItsWay_TakesNoOutcome(IncidentStatus status)
    {
        var incident = Given.IncidentIn(status);
        var before = Given.StateOf(incident);

        incident.MoveTo(status, s_duplicate, Given.Analyst, Given.Later);

        Given.StateOf(incident).Should().Be(before);
    }

    [Fact]
    public void LacksResolutionFor_WhenClosingWithoutEitherResolution_IsTrue()
    {
        Given.IncidentIn(Resolved).LacksResolutionFor(Closed, new Outcome(Note: "why")).Should().BeTrue();
        Given.IncidentIn(Open).LacksResolutionFor(Closed, Outcome.None).Should().BeTrue();
        Given.IncidentIn(Resolved).LacksResolutionFor(Closed, new Outcome(Benign)).Should().BeFalse();
        Given.IncidentIn(Resolved, new Outcome(Benign)).LacksResolutionFor(Closed, Outcome.None).Should().BeFalse();
        Given.IncidentIn(Open).LacksResolutionFor(Resolved, Outcome.None).Should().BeFalse();
    }

    private static void ShouldEndWith(Incident incident, Resolution? resolution, string? note, string? duplicateOf) =>
        (incident.Resolution, incident.ResolutionNote, incident.DuplicateOf).Should().Be((resolution, note, duplicateOf));

    private static string WireName(IncidentStatus status) => Domain.Common.WireName.Of(status);
}
