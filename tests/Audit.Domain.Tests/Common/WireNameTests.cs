using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests.Common;

public sealed class WireNameTests
{
    [Fact]
    public void All_WhenAskedForEachEnumeration_AreTheNamesOfTheWireInTheirOrder()
    {
        WireName.All<Severity>().Should().Equal("low", "medium", "high", "critical");
        WireName.All<IncidentStatus>().Should().Equal("open", "investigating", "contained", "resolved", "closed");
        WireName.All<AnomalyStatus>().Should().Equal("open", "acknowledged", "investigating", "resolved", "dismissed");
        WireName.All<Resolution>().Should().Equal("true_positive", "benign", "false_positive", "duplicate", "undetermined");
        WireName.All<BreakReason>().Should().Equal(
            "missing_entry", "previous_hash_mismatch", "hash_mismatch", "missing_tail", "end_mismatch", "status_mismatch", "missing_subject", "missing_history");
        WireName.All<HistoryAction>().Should().Equal("created", "status_changed", "assigned", "updated", "commented", "linked", "escalated");
        WireName.All<SubjectType>().Should().Equal("incident", "anomaly");
    }

    [Fact]
    public void Of_WhenTheNameHasTwoWords_JoinsThemWithAnUnderscore() => WireName.Of(HistoryAction.StatusChanged).Should().Be("status_changed");

    [Fact]
    public void Of_WhenTheValueIsNoMember_Throws() =>
        FluentActions.Invoking(() => WireName.Of((Severity)0)).Should().Throw<KeyNotFoundException>();

    [Theory]
    [InlineData("status_changed")]
    [InlineData("STATUS_CHANGED")]
    [InlineData("Status_Changed")]
    public void Parse_WhenTheLetterCaseDiffers_FindsTheMember(string text)
    {
        WireName.Has<HistoryAction>(text).Should().BeTrue();
        WireName.Parse<HistoryAction>(text).Should().Be(HistoryAction.StatusChanged);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" low")]
    [InlineData("low ")]
    [InlineData("1")]
    [InlineData("Low, High")]
    [InlineData("severe")]
    [InlineData("lоw")]
    [InlineData("critıcal")]
    public void Parse_WhenNoMemberHasTheName_Throws(string text)
    {
        WireName.Has<Severity>(text).Should().BeFalse();
        FluentActions.Invoking(() => WireName.Parse<Severity>(text)).Should().ThrowExactly<ArgumentException>();
    }

    [Theory]
    [InlineData("statuschanged")]
    [InlineData("StatusChanged")]
    [InlineData("1")]
    public void Has_WhenItIsTheNameOfTheCodeButNotOfTheWire_IsFalse(string text) => WireName.Has<HistoryAction>(text).Should().BeFalse();

    [Fact]
    public void TryParse_WhenThereIsNoText_IsFalse() => WireName.TryParse<Severity>(null, out _).Should().BeFalse();

    [Fact]
    public void Severity_WhenCompared_SortsFromLowToCritical() =>
        new[] { Severity.Low, Severity.Medium, Severity.High, Severity.Critical }.Select(s => (int)s).Should().Equal(1, 2, 3, 4);
}
