using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using static Audit.Domain.Anomalies.AnomalyStatus;

namespace Audit.Domain.Tests.Anomalies;

/// <summary>Every pair of statuses, written out: none is read from the table under test.</summary>
public sealed class AnomalyTransitionTests
{
    public static readonly TheoryData<AnomalyStatus, AnomalyStatus> Allowed = new()
    {
        { Open, Acknowledged },
        { Open, Investigating },
        { Open, Resolved },
        { Open, Dismissed },
        { Acknowledged, Investigating },
        { Acknowledged, Resolved },
        { Acknowledged, Dismissed },
        { Investigating, Resolved },
        { Investigating, Dismissed },
        { Resolved, Open },
        { Dismissed, Open },
    };

    public static readonly TheoryData<AnomalyStatus, AnomalyStatus> Same = new()
    {
        { Open, Open },
        { Acknowledged, Acknowledged },
        { Investigating, Investigating },
        { Resolved, Resolved },
        { Dismissed, Dismissed },
    };

    public static readonly TheoryData<AnomalyStatus, AnomalyStatus, string[]> Refused = new()
    {
        { Acknowledged, Open, ["investigating", "resolved", "dismissed"] },
        { Investigating, Open, ["resolved", "dismissed"] },
        { Investigating, Acknowledged, ["resolved", "dismissed"] },
        { Resolved, Acknowledged, ["open"] },
        { Resolved, Investigating, ["open"] },
        { Resolved, Dismissed, ["open"] },
        { Dismissed, Acknowledged, ["open"] },
        { Dismissed, Investigating, ["open"] },
        { Dismissed, Resolved, ["open"] },
    };

    [Fact]
    public void Pairs_WhenPutTogether_AreEveryPairOnce()
    {
        var pairs = Allowed.Concat(Same).Concat(Refused).Select(row => ((AnomalyStatus)row[0], (AnomalyStatus)row[1]));

        pairs.Should().BeEquivalentTo(
            from one in Enum.GetValues<AnomalyStatus>()
            from other in Enum.GetValues<AnomalyStatus>()
            select (one, other));
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void MoveTo_WhenTheTableHasTheMove_MovesAndRecordsWhoDidSo(AnomalyStatus from, AnomalyStatus to)
    {
        var anomaly = Given.AnomalyIn(from);

        anomaly.MoveTo(to, reason: null, Given.Analyst, Given.Later);

        anomaly.Status.Should().Be(to);
        anomaly.UpdatedAt.Should().Be(Given.Later);
        anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            SubjectType = "anomaly",
            SubjectId = anomaly.Id,
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
    public void MoveTo_WhenItHasTheStatusAlready_ChangesNothing(AnomalyStatus from, AnomalyStatus to)
    {
        var anomaly = Given.AnomalyIn(from);
        var before = Given.StateOf(anomaly);

        anomaly.MoveTo(to, reason: null, Given.Analyst, Given.Later);

        Given.StateOf(anomaly).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void MoveTo_WhenTheTableLacksTheMove_IsRefusedWithTheAllowedOnesAndChangesNothing(AnomalyStatus from, AnomalyStatus to, string[] allowed)
    {
        var anomaly = Given.AnomalyIn(from);
        var before = Given.StateOf(anomaly);

        var refusal = anomaly.Invoking(a => a.MoveTo(to, "a reason", Given.Analyst, Given.Later)).Should().ThrowExactly<TransitionRefusedException>().Which;

        refusal.Key.Should().Be("error.transition_refused");
        refusal.Args.Should().HaveCount(4);
        refusal.Args["subject"].Should().Be("anomaly");
        refusal.Args["from"].Should().Be(WireName.Of(from));
        refusal.Args["to"].Should().Be(WireName.Of(to));
        refusal.Args["allowed"].Should().BeOfType<string[]>().Which.Should().Equal(allowed);
        Given.StateOf(anomaly).Should().Be(before);
    }

    [Theory]
    [InlineData(Open, Resolved)]
    [InlineData(Acknowledged, Resolved)]
    [InlineData(Investigating, Resolved)]
    [InlineData(Open, Dismissed)]
    [InlineData(Acknowledged, Dismissed)]
    [InlineData(Investigating, Dismissed)]
    public void MoveTo_WhenResolvedOrDismissed_SaysWhenAndByWhom(AnomalyStatus from, AnomalyStatus to)
    {
        var anomaly = Given.AnomalyIn(from);
        anomaly.ResolvedAt.Should().BeNull();
        anomaly.ResolvedBy.Should().BeNull();

        anomaly.MoveTo(to, reason: null, Given.Analyst, Given.Later);

        anomaly.ResolvedAt.Should().Be(Given.Later);
        anomaly.ResolvedBy.Should().Be("usr_analyst001");
    }

    [Theory]
    [InlineData(Resolved)]
    [InlineData(Dismissed)]
    public void MoveTo_WhenReopened_ClearsWhoResolvedItWhenAndWhy(AnomalyStatus from)
    {
        var anomaly = Given.AnomalyIn(from, "false_positive");

        anomaly.MoveTo(Open, reason: null, Given.Analyst, Given.Later);

        anomaly.ResolvedAt.Should().BeNull();
        anomaly.ResolvedBy.Should().BeNull();
        anomaly.Reason.Should().BeNull();
    }

    [Fact]
    public void MoveTo_WhenAcknowledged_SaysWhen()
    {
        var anomaly = Given.AnomalyIn(Open);

        anomaly.MoveTo(Acknowledged, reason: null, Given.Analyst, Given.Later);

        anomaly.AcknowledgedAt.Should().Be(Given.Later);
    }

    [Theory]
    [InlineData(Investigating)]
    [InlineData(Resolved)]
    [InlineData(Dismissed)]
    public void MoveTo_WhenAcknowledgingIsPassedOver_LeavesItsTimeOut(AnomalyStatus to) =>
        Given.AnomalyIn(to).AcknowledgedAt.Should().BeNull();

    [Fact]
    public void MoveTo_WhenReopenedAndAcknowledgedAgain_KeepsTheFirstTime()
    {
        var anomaly = Given.AnomalyIn(Acknowledged);
        anomaly.MoveTo(Resolved, reason: null, Given.Analyst, Given.Later);
        anomaly.MoveTo(Open, reason: null, Given.Analyst, Given.Later);
        anomaly.AcknowledgedAt.Should().Be(Given.Start);

        anomaly.MoveTo(Acknowledged, reason: null, Given.Analyst, Given.Later);

        anomaly.AcknowledgedAt.Should().Be(Given.Start);
        anomaly.NewHistory.Select(e => (e.From, e.To)).Should().Equal(("acknowledged", "resolved"), ("resolved", "open"), ("open", "acknowledged"));
    }
}
