using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Moq;

namespace Audit.Application.Tests.Anomalies;

public sealed class ReportAnomalyTests
{
    private readonly Mock<IAnomalyRepository> _anomalies = new();
    private readonly Mock<IUnitOfWork> _work = new(MockBehavior.Strict);
    private readonly List<string> _calls = [];

    public ReportAnomalyTests()
    {
        Find();
        _anomalies.Setup(a => a.Add(It.IsAny<Anomaly>())).Callback(() => _calls.Add("add"));
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).Callback(() => _calls.Add("save")).Returns(Task.CompletedTask);
    }

    [Fact]
    public async Task Handle_WhenItIsNew_SavesOnceAndSaysCreated()
    {
        var receipt = await Handle("ext_1");

        _calls.Should().Equal("add", "save");
        receipt.Created.Should().BeTrue();
        receipt.Version.Should().Be(1);
        receipt.Anomaly.ExternalId.Should().Be("ext_1");
        receipt.Anomaly.Status.Should().Be(AnomalyStatus.Open);
        Ids.CanBe(Ids.Anomaly, receipt.Anomaly.Id).Should().BeTrue();
    }

    [Fact]
    public async Task Handle_WhenItIsThere_SaysWhatBecameOfIt()
    {
        var existing = Given.FullAnomaly();
        Find(existing);

        var receipt = await Handle("ext_1");

        _calls.Should().Equal("save");
        receipt.Should().BeEquivalentTo(new AnomalyReceipt(ReportedAnomalyDto.Of(existing), Created: false, existing.Version));
    }

    [Fact]
    public void Validate_WhenTheReportIsBroken_NamesItsFieldsAsTheyAreOnTheWire()
    {
        var validator = new ReportAnomalyValidator(new AnomalyReportValidator(Given.Clock));

        var result = validator.Validate(new ReportAnomalyCommand(new AnomalyReport(null, "low", "d", null, ["a", "a"], null, -1, null)));

        result.Violations().Select(v => (WirePath.Of(v.Path), v.Code)).Should().Equal(("type", "required"), ("event_ids[1]", "duplicate"), ("detected_at", "range"));
    }

    private void Find(params Anomaly[] found) =>
        _anomalies.Setup(a => a.FindByExternalIdsAsync(Given.Tenant, It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).ReturnsAsync(found);

    private Task<AnomalyReceipt> Handle(string? externalId) =>
        new ReportAnomalyHandler(new AnomalyIntake(_anomalies.Object, Given.Caller(Given.Detector), Given.Clock), _work.Object)
            .Handle(new ReportAnomalyCommand(new AnomalyReport("t", "low", "d", null, null, null, null, externalId)), CancellationToken.None);
}
