using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests.Incidents;

public sealed class CreateIncidentTests
{
    private const string Anomaly1 = "ano_01k5m8z0c2e9v7q4t6x8y1w3ra";
    private const string Anomaly2 = "ano_01k5m8z0c2e9v7q4t6x8y1w3rb";

    private readonly Mock<IIncidentRepository> _incidents = new(MockBehavior.Strict);
    private readonly Mock<IAnomalyRepository> _anomalies = new(MockBehavior.Strict);
    private readonly Mock<IUnitOfWork> _work = new(MockBehavior.Strict);
    private readonly List<string> _calls = [];
    private Incident? _added;

    public CreateIncidentTests()
    {
        _incidents.Setup(i => i.Add(It.IsAny<Incident>())).Callback((Incident incident) =>
        {
            _calls.Add("add");
            _added = incident;
        });
        Find(Given.Tenant, []);
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).Callback(() => _calls.Add("save")).Returns(Task.CompletedTask);
    }

    [Fact]
    public async Task Handle_WhenCalled_OpensTheIncidentAndSavesOnce()
    {
        var dto = await Handle(new("Multi-account brute force", "CRITICAL", "d", "analyst-001", ["ano_x"], ["evt_1"]));

        _calls.Should().Equal("add", "find", "save");
        _added.Should().BeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            Title = "Multi-account brute force",
            Severity = Severity.Critical,
            Description = "d",
            Assignee = "analyst-001",
            SourceAnomalyIds = new[] { "ano_x" },
            RelatedEvidenceIds = new[] { "evt_1" },
            Status = IncidentStatus.Open,
            CreatedAt = Given.Now,
        });
        _added!.NewHistory.Should().ContainSingle().Which.ActorId.Should().Be("usr_analyst001");
        dto.Should().BeEquivalentTo(Given.Mapper.Map<IncidentDto>(_added));
    }

    [Fact]
    public async Task Handle_WhenOnlyTheRequiredIsGiven_LeavesTheRestEmpty()
    {
        await Handle(new("t", "low", null, null, null, null));

        _added.Should().BeEquivalentTo(new { Description = (string?)null, Assignee = (string?)null, SourceAnomalyIds = Array.Empty<string>(), RelatedEvidenceIds = Array.Empty<string>() });
    }

    [Fact]
    public async Task Handle_WhenReferencesNameAnomaliesOfTheTenant_LinksThemInTheSameUnit()
    {
        Anomaly[] found = [Given.OpenAnomaly(), Given.OpenAnomaly()];
        Find(Given.Tenant, [Anomaly1, Anomaly2], found);

        await Handle(new("t", "low", null, null, [Anomaly1, "ano_x"], ["evt_1", Anomaly2, Anomaly1]));

        _calls.Should().Equal("add", "find", "save");
        found.Should().AllSatisfy(anomaly =>
        {
            anomaly.RelatedCaseId.Should().Be(_added!.Id);
            anomaly.UpdatedAt.Should().Be(Given.Now);
            anomaly.NewHistory.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Action = "linked", To = _added.Id, ActorId = "usr_analyst001", OccurredAt = Given.Now });
        });
    }

    [Fact]
    public async Task Handle_WhenReferencesNameNothingOfTheTenant_KeepsThemAsTheyAre()
    {
        Find(Given.Tenant, [Anomaly1]);

        var dto = await Handle(new("t", "low", null, null, [Anomaly1], []));

        dto.SourceAnomalyIds.Should().Equal(Anomaly1);
    }

    /// <summary>Saving raises versions: what is answered is what was saved.</summary>
    [Fact]
    public async Task Handle_WhenAnswering_MapsWhatWasSaved()
    {
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>()))
            .Callback(() => _added!.MoveTo(IncidentStatus.Investigating, Outcome.None, Given.Analyst, Given.Now)).Returns(Task.CompletedTask);

        (await Handle(new("t", "low", null, null, null, null))).Status.Should().Be(IncidentStatus.Investigating);
    }

    [Fact]
    public async Task Handle_WhenSavingFails_LetsItThrough()
    {
        _work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new ConcurrentChangeException());

        await this.Awaiting(t => t.Handle(new("t", "low", null, null, null, null))).Should().ThrowExactlyAsync<ConcurrentChangeException>();
    }

    private void Find(string tenantId, string[] ids, params Anomaly[] found) =>
        _anomalies.Setup(a => a.FindManyAsync(tenantId, It.Is<IReadOnlyList<string>>(asked => asked.SequenceEqual(ids)), It.IsAny<CancellationToken>()))
            .Callback(() => _calls.Add("find")).ReturnsAsync(found);

    private Task<IncidentDto> Handle(CreateIncidentCommand command) =>
        new CreateIncidentHandler(_incidents.Object, _anomalies.Object, _work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);
}
