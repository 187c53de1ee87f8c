using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Application.Tests.Common;

/// <summary>What holds for every write to one thing, each of which can be refused by a rule of the domain.</summary>
public sealed class WritesTests
{
    private static readonly VersionCondition s_another = new(AnyVersion: false, ["7"]);
    private static readonly VersionCondition s_present = new(AnyVersion: false, ["1"]);

    private static readonly Dictionary<string, Func<Stores, string, VersionCondition?, Task>> s_writes = new(StringComparer.Ordinal)
    {
        ["incident status"] = (s, id, ifMatch) => s.Handle(new UpdateIncidentStatusCommand(id, "investigating", null, null, null, Cascade: false, Strict: false, ifMatch)),
        ["incident edit"] = (s, id, ifMatch) => s.Handle(new UpdateIncidentCommand(id, "another", null, null, null, ifMatch)),
        ["incident assign"] = (s, id, ifMatch) => s.Handle(new AssignIncidentCommand(id, new NewAssignee("usr_2", IsGiven: true), ifMatch)),
        ["incident comment"] = (s, id, ifMatch) => s.Handle(new AddIncidentCommentCommand(id, "x", ifMatch)),
        ["anomaly status"] = (s, id, ifMatch) => s.Handle(new UpdateAnomalyStatusCommand(id, "acknowledged", null, null, ifMatch)),
        ["anomaly assign"] = (s, id, ifMatch) => s.Handle(new AssignAnomalyCommand(id, new NewAssignee("usr_2", IsGiven: true), ifMatch)),
        ["anomaly comment"] = (s, id, ifMatch) => s.Handle(new AddAnomalyCommentCommand(id, "x", ifMatch)),
        ["anomaly link"] = (s, id, ifMatch) => s.Handle(new LinkAnomalyCommand(id, "inc_x", ifMatch)),
        ["anomaly escalate"] = (s, id, ifMatch) => s.Handle(new EscalateAnomalyCommand(id, null, null, null, ifMatch)),
    };

    private readonly Incident _incident = Full(Given.IncidentIn(IncidentStatus.Closed));
    private readonly Anomaly _anomaly = Full(Given.AnomalyIn(AnomalyStatus.Resolved));

    public static TheoryData<string> Writes => [.. s_writes.Keys];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Handle_WhenTheTenantHasNoSuch_SaysSoWhateverTheCondition(string write)
    {
        var stores = new Stores();

        foreach (var condition in new[] { null, s_another })
        {
            var refusal = (await FluentActions.Awaiting(() => s_writes[write](stores, "x", condition)).Should().ThrowExactlyAsync<NotFoundException>()).Which;

            refusal.Key.Should().Be(IsAboutIncidents(write) ? "error.incident_not_found" : "error.anomaly_not_found");
            refusal.Args["id"].Should().Be("x");
        }

        stores.Saves.Should().Be(0);
        stores.Added.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Handle_WhenTheConditionNamesAnotherVersion_IsRefusedBeforeAnyOtherRule(string write)
    {
        var stores = new Stores().With(_incident).With(_anomaly);

        var refusal = (await FluentActions.Awaiting(() => s_writes[write](stores, IsAboutIncidents(write) ? _incident.Id : _anomaly.Id, s_another)).Should().ThrowExactlyAsync<PreconditionFailedException>()).Which;

        refusal.CurrentVersion.Should().Be(1);
        _incident.NewHistory.Should().BeEmpty();
        _anomaly.NewHistory.Should().BeEmpty();
        stores.Saves.Should().Be(0);
        stores.Added.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Handle_WhenTheConditionHolds_IsDoneByTheCallerNowAndSavedOnce(string write)
    {
        var (incident, anomaly) = (Given.IncidentIn(IncidentStatus.Resolved), Given.OpenAnomaly());
        var stores = new Stores().With(incident).With(anomaly);
        var id = IsAboutIncidents(write) ? incident.Id : anomaly.Id;

        await s_writes[write](stores, id, s_present);

        stores.Saves.Should().Be(1);
        incident.NewHistory.Concat(anomaly.NewHistory).Should().NotBeEmpty().And.OnlyContain(e => e.ActorId == "usr_analyst001" && e.OccurredAt == Given.Now);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Handle_WhenSavingFails_LetsItThrough(string write)
    {
        var (incident, anomaly) = (Given.IncidentIn(IncidentStatus.Resolved), Given.OpenAnomaly());
        var stores = new Stores { WhileSaving = () => throw new ConcurrentChangeException() }.With(incident).With(anomaly);
        var id = IsAboutIncidents(write) ? incident.Id : anomaly.Id;

        await FluentActions.Awaiting(() => s_writes[write](stores, id, null)).Should().ThrowExactlyAsync<ConcurrentChangeException>();
    }

    private static bool IsAboutIncidents(string write) => write.StartsWith("incident", StringComparison.Ordinal);

    private static Incident Full(Incident incident)
    {
        for (var i = 0; i < Comment.MaxOfOneThing; i++)
        {
            incident.AddComment("x", Given.Analyst, Given.Start);
        }

        incident.HistorySaved();
        return incident;
    }

    private static Anomaly Full(Anomaly anomaly)
    {
        for (var i = 0; i < Comment.MaxOfOneThing; i++)
        {
            anomaly.AddComment("x", Given.Analyst, Given.Start);
        }

        anomaly.Escalate(new Escalation(null, null, null), Given.Analyst, Given.Start);
        anomaly.HistorySaved();
        return anomaly;
    }
}
