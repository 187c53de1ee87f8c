using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Persistence;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Anomalies;

/// <summary>Filters, orders and walks of anomalies, on every database alike.</summary>
public abstract class AnomalyListingContract(TestStore store) : ListingContract<AnomalyStatus>(store)
{
    private protected override Thing GivenThing(
        string tenant, Severity severity = Severity.High, string? assignee = null, DateTimeOffset? at = null, DateTimeOffset? changed = null)
    {
        var anomaly = Given.Anomaly(tenant, severity: severity, at: at);
        anomaly.AssignTo(assignee, Given.Analyst, anomaly.CreatedAt);
        if (changed is { } time)
        {
            anomaly.AddComment("changed", Given.Analyst, time);
        }

        return new Thing(anomaly, anomaly.Id, anomaly.Severity, anomaly.Assignee, anomaly.CreatedAt, anomaly.UpdatedAt);
    }

    private protected override async Task<Page<string>> ListAsync(Session session, ListFilter<AnomalyStatus> filter, PageRequest page)
    {
        var part = await session.AnomalyReader.ListAsync(session.Caller.TenantId, new AnomalyFilter(filter, [], default), page, CancellationToken.None);
        return new Page<string>([.. part.Items.Select(a => a.Id)], part.Total, part.TotalIsLowerBound, part.HasNext);
    }
}

public sealed class SqliteAnomalyListingTests(SqliteStore store) : AnomalyListingContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerAnomalyListingTests(SqlServerStore store) : AnomalyListingContract(store), IClassFixture<SqlServerStore>;
