using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using FluentValidation.Results;

namespace Audit.Application.Tests.Common;

public sealed class BulkValidatorTests
{
    private static readonly NewAssignee s_usr2 = new("usr_2", IsGiven: true);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Validate_WhenThereAre1To100Ids_Passes(int count)
    {
        Incidents(Samples.Ids(count), "open").IsValid.Should().BeTrue();
        Anomalies(Samples.Ids(count), "open").IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(501)]
    public void Validate_WhenThereAreNone1To100Ids_IsRange(int count)
    {
        Incidents(Samples.Ids(count), "open").ShouldViolate("Ids", "range", ("min", 1), ("max", 100));
        Anomalies(Samples.Ids(count), "open").ShouldViolate("Ids", "range", ("min", 1), ("max", 100));
    }

    [Fact]
    public void Validate_WhenThereIsNoListOfIds_IsRange() => Incidents(null, "open").ShouldViolate("Ids", "range", ("min", 1), ("max", 100));

    [Fact]
    public void Validate_WhenIdsAreBroken_NamesEach()
    {
        string?[] ids = ["a", " ", "a ", new string('x', 129), "\0"];

        Incidents(ids, "open").Violations().Should().Equal(("Ids[1]", "required"), ("Ids[2]", "duplicate"), ("Ids[3]", "max_length"), ("Ids[4]", "format"));
        Anomalies(ids, "open").Violations().Should().Equal(("Ids[1]", "required"), ("Ids[2]", "duplicate"), ("Ids[3]", "max_length"), ("Ids[4]", "format"));
    }

    [Fact]
    public void Validate_WhenNothingOrMoreThanOneChangeIsSaid_IsRangeOfTheBody()
    {
        ValidationResult[] results =
        [
            Incidents(["a"]),
            Incidents(["a"], " ", comment: ""),
            Incidents(["a"], "open", assignee: s_usr2),
            Incidents(["a"], "open", comment: "x"),
            Incidents(["a"], assignee: s_usr2, comment: "x"),
            Incidents(["a"], assignee: NewAssignee.Of(null, isSent: true), resolution: "benign"),
            Incidents(["a"], comment: "x", note: "why"),
            Incidents(["a"], comment: "x", duplicateOf: "inc_x"),
            Incidents(["a"], comment: "x", cascade: true),
            Incidents(["a"], "open", assignee: s_usr2, comment: "x"),
            Anomalies(["a"]),
            Anomalies(["a"], "open", assignee: s_usr2),
            Anomalies(["a"], reason: "why", comment: "x"),
        ];

        results.Should().AllSatisfy(r => r.ShouldViolate("body", "range", ("min", 1), ("max", 1)));
    }

    /// <summary>A blank optional text is absent.</summary>
    [Theory]
    [MemberData(nameof(Samples.Blank), MemberType = typeof(Samples))]
    public void Validate_WhenTheRestIsBlank_IsOneChange(string? blank)
    {
        Incidents(["a"], blank, blank, blank, blank, assignee: NewAssignee.Of(blank, isSent: blank is not null), comment: "x").IsValid.Should().BeTrue();
        Incidents(["a"], blank, blank, blank, blank, assignee: s_usr2, comment: blank).IsValid.Should().BeTrue();
        Incidents(["a"], "resolved", blank, blank, blank, comment: blank).IsValid.Should().BeTrue();
        Anomalies(["a"], blank, blank, s_usr2, blank).IsValid.Should().BeTrue();
        Anomalies(["a"], blank, blank, comment: "x").IsValid.Should().BeTrue();
    }

    [Fact]
    public void Validate_WhenTheChangeIsBroken_SaysWhatTheChangeOfOneWouldSay()
    {
        Incidents(["a"], "x", "y", "\0", "\0").Violations().Should().Equal(("Status", "enum"), ("Resolution", "enum"), ("ResolutionNote", "format"), ("DuplicateOf", "format"));
        Incidents(["a"], resolution: "benign").ShouldViolate("Status", "required");
        Incidents(["a"], cascade: true).ShouldViolate("Status", "required");
        Incidents(["a"], "open", "benign").Violations().Should().Equal(("Status", "enum"));
        Incidents(["a"], assignee: new NewAssignee(new string('x', 129), IsGiven: true)).ShouldViolate("Assignee", "max_length", ("max", 128));
        Incidents(["a"], comment: new string('x', 10_001)).ShouldViolate("comment", "max_length", ("max", 10_000));
        Anomalies(["a"], "closed", "\0").Violations().Should().Equal(("Status", "enum"), ("Reason", "format"));
        Anomalies(["a"], reason: "why").ShouldViolate("Status", "required");
        Anomalies(["a"], assignee: new NewAssignee("\0", IsGiven: true)).ShouldViolate("Assignee", "format");
        Anomalies(["a"], comment: "\0").ShouldViolate("comment", "format");
    }

    [Fact]
    public void Validate_WhenIdsAndTheChangeAreBroken_SaysBoth() => Anomalies(["a", "a"], "x").Violations().Should().Equal(("Ids[1]", "duplicate"), ("Status", "enum"));

    [Fact]
    public void Validate_WhenNobodyIsToHaveThem_IsOneChange() => Incidents(["a"], assignee: NewAssignee.Of(null, isSent: true)).IsValid.Should().BeTrue();

    private static ValidationResult Incidents(
        string?[]? ids,
        string? status = null,
        string? resolution = null,
        string? note = null,
        string? duplicateOf = null,
        bool cascade = false,
        NewAssignee? assignee = null,
        string? comment = null) =>
        new ChangeIncidentsValidator(new UpdateIncidentStatusValidator(), new AssignIncidentValidator(), new AddIncidentCommentValidator())
            .Validate(new ChangeIncidentsCommand(ids, status, resolution, note, duplicateOf, cascade, assignee ?? NewAssignee.NotGiven, comment, Strict: false));

    private static ValidationResult Anomalies(string?[]? ids, string? status = null, string? reason = null, NewAssignee? assignee = null, string? comment = null) =>
        new ChangeAnomaliesValidator(new UpdateAnomalyStatusValidator(), new AssignAnomalyValidator(), new AddAnomalyCommentValidator())
            .Validate(new ChangeAnomaliesCommand(ids, status, reason, assignee ?? NewAssignee.NotGiven, comment));
}
