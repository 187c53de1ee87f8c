using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using FluentValidation.Results;
using Moq;

namespace Audit.Application.Tests.Anomalies;

public sealed class ReportAnomaliesTests
{
    private readonly Mock<IAnomalyRepository> _anomalies = new();
    private readonly Mock<IUnitOfWork> _work = new();

    [Fact]
    public async Task Handle_WhenNewKnownAndRepeatedMix_CountsThemAndSavesOnce()
    {
        var existing = Given.FullAnomaly();
        _anomalies.Setup(a => a.FindByExternalIdsAsync(Given.Tenant, It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).ReturnsAsync([existing]);

        var receipts = await Handle(Report("ext_2"), Report("ext_1"), Report("ext_2"), Report(null));

        receipts.Created.Should().Be(2);
        receipts.Existing.Should().Be(2);
        receipts.Items.Select(i => (i.ExternalId, i.Status)).Should().Equal(
            ("ext_2", AnomalyStatus.Open), ("ext_1", AnomalyStatus.Dismissed), ("ext_2", AnomalyStatus.Open), (null, AnomalyStatus.Open));
        receipts.Items[0].Id.Should().Be(receipts.Items[2].Id).And.NotBe(receipts.Items[3].Id);
        receipts.Items[1].Id.Should().Be(existing.Id);
        _work.Verify(w => w.SaveAsync(It.IsAny<CancellationToken>()), Times.Once);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Validate_WhenThereAre1To1000_Passes(int count) => Validate([.. Enumerable.Repeat(Report(null), count)]).IsValid.Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Validate_WhenThereAreNoneOrMore_IsRangeOfTheBodyAndNothingElse(int count) =>
        Validate([.. Enumerable.Repeat<AnomalyReport?>(null, count)]).ShouldViolate("body", "range", ("min", 1), ("max", 1000));

    [Fact]
    public void Validate_WhenMembersAreBroken_NamesEachByItsPlace() =>
        Validate([Report(null), null, new AnomalyReport(null, "x", "d", null, ["a", "a"], null, null, null), Report("\0x")]).Violations().Should().Equal(
            ("[1]", "required"), ("[2].type", "required"), ("[2].severity", "enum"), ("[2].event_ids[1]", "duplicate"), ("[3].external_id", "format"));

    /// <summary>The behavior in front makes paths of the wire out of those of the code: these are such already.</summary>
    [Fact]
    public void Validate_WhenMembersAreBroken_HasPathsThatStayAsTheyAre()
    {
        var paths = Validate([new AnomalyReport(null, "x", null, null, [null], null, -1, null)]).Errors.Select(e => e.PropertyName).ToList();

        paths.Should().HaveCount(5);
        paths.Select(WirePath.Of).Should().Equal(paths);
    }

    [Fact]
    public void Validate_WhenAnExternalIdRepeats_Passes() => Validate([Report("ext_1"), Report("ext_1")]).IsValid.Should().BeTrue();

    private static AnomalyReport Report(string? externalId) => new("t", "low", "d", null, null, null, null, externalId);

    private static ValidationResult Validate(AnomalyReport?[] reports) =>
        new ReportAnomaliesValidator(new AnomalyReportValidator(Given.Clock)).Validate(new ReportAnomaliesCommand(reports));

    private Task<AnomalyReceipts> Handle(params AnomalyReport[] reports) =>
        new ReportAnomaliesHandler(new AnomalyIntake(_anomalies.Object, Given.Caller(Given.Detector), Given.Clock), _work.Object)
            .Handle(new ReportAnomaliesCommand(reports), CancellationToken.None);
}
