using Audit.Domain.Common;
using Audit.Domain.Incidents;
using static Audit.Domain.Incidents.IncidentStatus;

namespace Audit.Domain.Tests.Incidents;

/// <summary>Every pair of statuses, written out: none is read from the table under test.</summary>
public sealed class IncidentTransitionTests
{
    public static readonly TheoryData<IncidentStatus, IncidentStatus> Allowed = new()
    {
        { Open, Investigating },
        { Open, Contained },
        { Open, Resolved },
        { Investigating, Contained },
        { Investigating, Resolved },
        { Contained, Investigating },
        { Contained, Resolved },
        { Resolved, Closed },
        { Resolved, Investigating },
    };

    public static readonly TheoryData<IncidentStatus, IncidentStatus> Same = new()
    {
        { Open, Open },
        { Investigating, Investigating },
        { Contained, Contained },
        { Resolved, Resolved },
        { Closed, Closed },
    };

    public static readonly TheoryData<IncidentStatus, IncidentStatus, string[]> Refused = new()
    {
        { Open, Closed, ["investigating", "contained", "resolved"] },
        { Investigating, Open, ["contained", "resolved"] },
        { Investigating, Closed, ["contained", "resolved"] },
        { Contained, Open, ["investigating", "resolved"] },
        { Contained, Closed, ["investigating", "resolved"] },
        { Resolved, Open, ["closed", "investigating"] },
        { Resolved, Contained, ["closed", "investigating"] },
        { Closed, Open, [] },
        { Closed, Investigating, [] },
        { Closed, Contained, [] },
        { Closed, Resolved, [] },
    };

    [Fact]
    public void Pairs_WhenPutTogether_AreEveryPairOnce()
    {
        var pairs = Allowed.Concat(Same).Concat(Refused).Select(row => ((IncidentStatus)row[0], (IncidentStatus)row[1]));

        pairs.Should().BeEquivalentTo(
            from one in Enum.GetValues<IncidentStatus>()
            from other in Enum.GetValues<IncidentStatus>()
            select (one, other));
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void MoveTo_WhenTheTableHasTheMove_MovesAndRecordsWhoDidSo(IncidentStatus from, IncidentStatus to)
    {
        var incident = Given.IncidentIn(from);

        incident.MoveTo(to, Outcome.None, Given.Analyst, Given.Later);

        incident.Status.Should().Be(to);
        incident.UpdatedAt.Should().Be(Given.Later);
        incident.NewHistory.Where(e => e.Action == "status_changed").Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            SubjectType = "incident",
            SubjectId = incident.Id,
            Action = "status_changed",
            From = WireName.Of(from),
            To = WireName.Of(to),
            ActorId = "usr_analyst001",
            ActorName = "Zhang San",
            ActorTenantId = "tnt_home",
            Note = (string?)null,
            OccurredAt = Given.Later,
        });
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void MoveTo_WhenItHasTheStatusAlready_ChangesNothing(IncidentStatus from, IncidentStatus to)
    {
        var incident = Given.IncidentIn(from);
        var before = Given.StateOf(incident);

        incident.MoveTo(to, Outcome.None, Given.Analyst, Given.Later);

        Given.StateOf(incident).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void MoveTo_WhenTheTableLacksTheMove_IsRefusedWithTheAllowedOnesAndChangesNothing(IncidentStatus from, IncidentStatus to, string[] allowed)
    {
        var incident = Given.IncidentIn(from);
        var before = Given.StateOf(incident);

        var refusal = incident.Invoking(i => i.MoveTo(to, Outcome.None, Given.Analyst, Given.Later)).Should().ThrowExactly<TransitionRefusedException>().Which;

        refusal.Key.Should().Be("error.transition_refused");
        refusal.Args.Should().HaveCount(4);
        refusal.Args["subject"].Should().Be("incident");
        refusal.Args["from"].Should().Be(WireName.Of(from));
        refusal.Args["to"].Should().Be(WireName.Of(to));
        refusal.Args["allowed"].Should().BeOfType<string[]>().Which.Should().Equal(allowed);
        Given.StateOf(incident).Should().Be(before);
    }

    [Theory]
    [InlineData(Open)]
    [InlineData(Investigating)]
    [InlineData(Contained)]
    public void MoveTo_WhenResolved_SaysWhenAndByWhom(IncidentStatus from)
    {
        var incident = Given.IncidentIn(from);
        incident.ResolvedAt.Should().BeNull();
        incident.ResolvedBy.Should().BeNull();

        incident.MoveTo(Resolved, Outcome.None, Given.Analyst, Given.Later);

        incident.ResolvedAt.Should().Be(Given.Later);
        incident.ResolvedBy.Should().Be("usr_analyst001");
    }

    [Fact]
    public void MoveTo_WhenClosed_KeepsWhoResolvedItAndWhen()
    {
        var incident = Given.IncidentIn(Resolved);

        incident.MoveTo(Closed, Outcome.None, Given.Analyst, Given.Later);

        incident.ResolvedAt.Should().Be(Given.Start);
        incident.ResolvedBy.Should().Be("svc_detector");
    }

    [Fact]
    public void MoveTo_WhenReopened_ClearsWhoResolvedItAndWhen()
    {
        var incident = Given.IncidentIn(Resolved);

        incident.MoveTo(Investigating, Outcome.None, Given.Analyst, Given.Later);

        incident.ResolvedAt.Should().BeNull();
        incident.ResolvedBy.Should().BeNull();
    }

    [Fact]
    public void MoveTo_WhenResolvedAgain_SaysTheLastTime()
    {
        var incident = Given.IncidentIn(Resolved);
        incident.MoveTo(Investigating, Outcome.None, Given.Analyst, Given.Later);

        incident.MoveTo(Resolved, Outcome.None, Given.Analyst, Given.Later.AddDays(1));

        incident.ResolvedAt.Should().Be(Given.Later.AddDays(1));
        incident.ResolvedBy.Should().Be("usr_analyst001");
        incident.NewHistory.Select(e => (e.From, e.To)).Should().Equal(("resolved", "investigating"), ("investigating", "resolved"));
    }
}
