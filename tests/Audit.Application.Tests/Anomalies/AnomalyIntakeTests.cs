using Audit.Application.Anomalies;
using Audit.Domain.Anomalies;
using Moq;

namespace Audit.Application.Tests.Anomalies;

public sealed class AnomalyIntakeTests
{
    private readonly Mock<IAnomalyRepository> _anomalies = new(MockBehavior.Strict);
    private readonly List<Anomaly> _added = [];

    public AnomalyIntakeTests() => _anomalies.Setup(a => a.Add(It.IsAny<Anomaly>())).Callback((Anomaly anomaly) => _added.Add(anomaly));

    [Fact]
    public async Task TakeInAsync_WhenReportsHaveNoExternalId_MakesOneOfEach()
    {
        Find([]);

        var taken = await TakeIn(null, null);

        taken.Should().OnlyContain(t => t.Created);
        taken.Select(t => t.Anomaly).Should().Equal(_added).And.OnlyHaveUniqueItems();
        _added.Should().HaveCount(2);
    }

    [Fact]
    public async Task TakeInAsync_WhenTaken_ReportsForTheCallersTenantAndActor()
    {
        Find(["ext_1"]);

        await TakeIn("ext_1");

        _added.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            ExternalId = "ext_1",
            Type = "t",
            Description = "d",
            Severity = Severity.Low,
            DetectedAt = Given.Now,
            CreatedAt = Given.Now,
        });
        _added[0].NewHistory.Should().ContainSingle().Which.ActorId.Should().Be("svc_detector");
    }

    [Fact]
    public async Task TakeInAsync_WhenTheTenantHasTheExternalId_GivesTheOneThatIsThereUnchanged()
    {
        var existing = Given.OpenAnomaly("ext_1");
        Find(["ext_1"], existing);

        var taken = await TakeIn("ext_1");

        taken.Should().Equal((existing, false));
        existing.NewHistory.Should().BeEmpty();
        _added.Should().BeEmpty();
    }

    [Fact]
    public async Task TakeInAsync_WhenAnExternalIdRepeats_MakesOneAnomalyAndAsksOnce()
    {
        Find(["ext_1", "ext_2"]);

        var taken = await TakeIn("ext_1", "ext_2", "ext_1", " ext_1 ");

        _added.Select(a => a.ExternalId).Should().Equal("ext_1", "ext_2");
        taken.Should().Equal((_added[0], true), (_added[1], true), (_added[0], false), (_added[0], false));
    }

    [Fact]
    public async Task TakeInAsync_WhenNewAndKnownMix_AnswersInTheOrderOfTheReports()
    {
        var existing = Given.OpenAnomaly("ext_2");
        Find(["ext_1", "ext_2"], existing);

        var taken = await TakeIn(null, "ext_2", "ext_1", "ext_2");

        taken.Should().Equal((_added[0], true), (existing, false), (_added[1], true), (existing, false));
    }

    [Fact]
    public async Task TakeInAsync_WhenExternalIdsDifferOnlyInLetterCase_MakesBoth()
    {
        Find(["EXT_1", "ext_1"]);

        (await TakeIn("ext_1", "EXT_1")).Should().OnlyContain(t => t.Created);
    }

    private void Find(string[] externalIds, params Anomaly[] found) =>
        _anomalies.Setup(a => a.FindByExternalIdsAsync(Given.Tenant, It.Is<IReadOnlyList<string>>(asked => asked.Order(StringComparer.Ordinal).SequenceEqual(externalIds)), It.IsAny<CancellationToken>()))
            .ReturnsAsync(found);

    private Task<IReadOnlyList<(Anomaly Anomaly, bool Created)>> TakeIn(params string?[] externalIds) =>
        new AnomalyIntake(_anomalies.Object, Given.Caller(Given.Detector), Given.Clock)
            .TakeInAsync([.. externalIds.Select(e => new AnomalyReport("t", "low", "d", null, null, null, null, e))], CancellationToken.None);
}
