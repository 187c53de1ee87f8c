using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Persistence;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Incidents;

/// <summary>Filters, orders and walks of incidents, on every database alike.</summary>
public abstract class IncidentListingContract(TestStore store) : ListingContract<IncidentStatus>(store)
{
    private protected override Thing GivenThing(
        string tenant, Severity severity = Severity.High, string? assignee = null, DateTimeOffset? at = null, DateTimeOffset? changed = null)
    {
        var incident = Given.Incident(tenant, severity: severity, assignee: assignee, at: at);
        if (changed is { } time)
        {
            incident.AddComment("changed", Given.Analyst, time);
        }

        return new Thing(incident, incident.Id, incident.Severity, incident.Assignee, incident.CreatedAt, incident.UpdatedAt);
    }

    private protected override async Task<Page<string>> ListAsync(Session session, ListFilter<IncidentStatus> filter, PageRequest page)
    {
        var part = await session.IncidentReader.ListAsync(session.Caller.TenantId, filter, page, CancellationToken.None);
        return new Page<string>([.. part.Items.Select(i => i.Id)], part.Total, part.TotalIsLowerBound, part.HasNext);
    }
}

public sealed class SqliteIncidentListingTests(SqliteStore store) : IncidentListingContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentListingTests(SqlServerStore store) : IncidentListingContract(store), IClassFixture<SqlServerStore>;
