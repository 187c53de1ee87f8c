using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Moq;

namespace Audit.Application.Tests;

/// <summary>Repositories that have what they are given, for the one tenant, and a unit of work that counts its saves.</summary>
internal sealed class Stores
{
    public Stores()
    {
        Incidents.Setup(i => i.FindAsync(Given.Tenant, It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((Incident?)null);
        Anomalies.Setup(a => a.FindAsync(Given.Tenant, It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((Anomaly?)null);
        Anomalies.Setup(a => a.FindManyAsync(Given.Tenant, It.IsAny<IReadOnlyList<string>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Incidents.Setup(i => i.Add(It.IsAny<Incident>())).Callback((Incident incident) => Added.Add(incident));
        Work.Setup(w => w.SaveAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            Saves++;
            WhileSaving?.Invoke();
            return Task.CompletedTask;
        });
    }

    public Mock<IIncidentRepository> Incidents { get; } = new(MockBehavior.Strict);

    public Mock<IAnomalyRepository> Anomalies { get; } = new(MockBehavior.Strict);

    public Mock<IUnitOfWork> Work { get; } = new(MockBehavior.Strict);

    public List<Incident> Added { get; } = [];

    public int Saves { get; private set; }

    public Action? WhileSaving { get; set; }

    public Stores With(Incident incident)
    {
        Incidents.Setup(i => i.FindAsync(Given.Tenant, incident.Id, It.IsAny<CancellationToken>())).ReturnsAsync(incident);
        return this;
    }

    public Stores With(Anomaly anomaly)
    {
        Anomalies.Setup(a => a.FindAsync(Given.Tenant, anomaly.Id, It.IsAny<CancellationToken>())).ReturnsAsync(anomaly);
        return this;
    }

    public Task<IncidentDto> Handle(UpdateIncidentStatusCommand command) =>
        new UpdateIncidentStatusHandler(Incidents.Object, Anomalies.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<IncidentDto> Handle(UpdateIncidentCommand command) =>
        new UpdateIncidentHandler(Incidents.Object, Anomalies.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<IncidentDto> Handle(AssignIncidentCommand command) =>
        new AssignIncidentHandler(Incidents.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<IncidentDto> Handle(AddIncidentCommentCommand command) =>
        new AddIncidentCommentHandler(Incidents.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<AnomalyDto> Handle(UpdateAnomalyStatusCommand command) =>
        new UpdateAnomalyStatusHandler(Anomalies.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<AnomalyDto> Handle(AssignAnomalyCommand command) =>
        new AssignAnomalyHandler(Anomalies.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<AnomalyDto> Handle(AddAnomalyCommentCommand command) =>
        new AddAnomalyCommentHandler(Anomalies.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);

    public Task<LinkReceipt> Handle(LinkAnomalyCommand command) =>
        new LinkAnomalyHandler(Anomalies.Object, Incidents.Object, Work.Object, Given.Caller(), Given.Clock).Handle(command, CancellationToken.None);

    public Task<IncidentDto> Handle(EscalateAnomalyCommand command) =>
        new EscalateAnomalyHandler(Anomalies.Object, Incidents.Object, Work.Object, Given.Caller(), Given.Clock, Given.Mapper).Handle(command, CancellationToken.None);
}
