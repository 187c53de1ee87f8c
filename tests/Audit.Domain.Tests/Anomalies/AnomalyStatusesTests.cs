using Audit.Domain.Anomalies;

namespace Audit.Domain.Tests.Anomalies;

public sealed class AnomalyStatusesTests
{
    [Theory]
    [InlineData("open", AnomalyStatus.Open, null)]
    [InlineData("acknowledged", AnomalyStatus.Acknowledged, null)]
    [InlineData("investigating", AnomalyStatus.Investigating, null)]
    [InlineData("resolved", AnomalyStatus.Resolved, null)]
    [InlineData("dismissed", AnomalyStatus.Dismissed, null)]
    [InlineData("DISMISSED", AnomalyStatus.Dismissed, null)]
    [InlineData("false_positive", AnomalyStatus.Dismissed, "false_positive")]
    [InlineData("False_Positive", AnomalyStatus.Dismissed, "false_positive")]
    public void Parse_WhenTheNameIsAccepted_SaysStatusAndReason(string text, AnomalyStatus status, string? reason)
    {
        AnomalyStatuses.IsAccepted(text).Should().BeTrue();
        AnomalyStatuses.Parse(text).Should().Be((status, reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" open")]
    [InlineData("0")]
    [InlineData("closed")]
    [InlineData("falsepositive")]
    [InlineData("open,resolved")]
    [InlineData("ＯＰＥＮ")]
    [InlineData("diſmissed")]
    public void Parse_WhenTheNameIsNoStatus_Throws(string text)
    {
        AnomalyStatuses.IsAccepted(text).Should().BeFalse();
        FluentActions.Invoking(() => AnomalyStatuses.Parse(text)).Should().ThrowExactly<ArgumentException>();
    }

    [Fact]
    public void Accepted_WhenTold_AreTheStatusesAndTheOtherNameOfDismissed() =>
        AnomalyStatuses.Accepted.Should().Equal("open", "acknowledged", "investigating", "resolved", "dismissed", "false_positive");
}
