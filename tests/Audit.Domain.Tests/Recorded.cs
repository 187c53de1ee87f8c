using Audit.Domain.Anomalies;
using Audit.Domain.History;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests;

internal static class Recorded
{
    /// <summary>That the analyst did one thing to it at <see cref="Given.Later"/>, and nothing else happened.</summary>
    public static void ShouldHaveRecorded(this IHistoried thing, string action, string? from = null, string? to = null, string? note = null)
    {
        thing.NewHistory.Should().ContainSingle();
        thing.ShouldHaveRecorded((action, from, to, note));
    }

    /// <summary>That the analyst did these things to it at <see cref="Given.Later"/>, in this order, and no other.</summary>
    public static void ShouldHaveRecorded(this IHistoried thing, params (string Action, string? From, string? To, string? Note)[] entries)
    {
        var (type, id, updatedAt) = thing switch
        {
            Incident incident => ("incident", incident.Id, incident.UpdatedAt),
            Anomaly anomaly => ("anomaly", anomaly.Id, anomaly.UpdatedAt),
            _ => throw new ArgumentException("Neither an incident nor an anomaly.", nameof(thing)),
        };
        updatedAt.Should().Be(Given.Later);
        thing.NewHistory.Select(e => (e.Action, e.From, e.To, e.Note)).Should().Equal(entries);
        thing.NewHistory.Should().AllBeEquivalentTo(new
        {
            TenantId = Given.Tenant,
            SubjectType = type,
            SubjectId = id,
            ActorId = "usr_analyst001",
            ActorName = "Zhang San",
            ActorTenantId = "tnt_home",
            OccurredAt = Given.Later,
        });
    }
}
