using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Anomalies;

/// <summary>What <see cref="IAnomalyRepository"/> takes in, <see cref="IAnomalyReader"/> answers, on every database alike.</summary>
public abstract class AnomalyReaderContract(TestStore store)
{
    private static readonly Func<Anomaly, AnomalyDto> s_toDto = AnomalyProfile.ToDto;
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task Reader_WhenStored_GivesEveryMemberBack()
    {
        var anomaly = Given.Anomaly(
            _tenant, Given.Emoji(Limits.Name), Given.Emoji(Limits.AnomalyType), Given.Emoji(Limits.Description), "用户 ' \" \\ % _ [", "TA0006", ["事件\"1", "\\"]);
        anomaly.MoveTo(AnomalyStatus.Acknowledged, null, Given.Analyst, Given.Noon.AddSeconds(1));
        anomaly.AssignTo("分析员", Given.Analyst, Given.Noon.AddSeconds(2));
        anomaly.LinkTo("case 7", Given.Analyst, Given.Noon.AddSeconds(3));
        anomaly.AddComment(Given.Emoji(Limits.Description), Given.Analyst, Given.Noon.AddSeconds(4));
        anomaly.MoveTo(AnomalyStatus.Dismissed, "误报", Given.Analyst, Given.Noon.AddSeconds(5));
        await AddAsync(anomaly);

        await using var session = store.Open(_tenant);
        var found = await session.AnomalyReader.FindAsync(_tenant, anomaly.Id, CancellationToken.None);
        var listed = await session.AnomalyReader.ListAsync(_tenant, new AnomalyFilter(Given.AnyOf<AnomalyStatus>(), [], default), PageRequest.ByPage(1, 20), CancellationToken.None);

        found.Should().BeEquivalentTo(s_toDto(anomaly), o => o.WithStrictOrdering());
        typeof(AnomalyDto).GetProperties().Should().OnlyContain(p => p.GetValue(found) != null, "the test is about every member");
        listed.Items.Should().ContainSingle().Which.Should().BeEquivalentTo(found, o => o.WithStrictOrdering());
    }

    [StoreFact]
    public async Task FindAsync_WhenOptionalMembersAreAbsent_LeavesThemAbsent()
    {
        var anomaly = Given.Anomaly(_tenant);
        await AddAsync(anomaly);

        (await FindAsync(_tenant, anomaly.Id)).Should().BeEquivalentTo(new
        {
            ExternalId = (string?)null,
            Reason = (string?)null,
            UserId = (string?)null,
            MitreTactic = (string?)null,
            Assignee = (string?)null,
            RelatedCaseId = (string?)null,
            AcknowledgedAt = (long?)null,
            ResolvedAt = (long?)null,
            ResolvedBy = (string?)null,
            EventIds = Array.Empty<string>(),
            Comments = Array.Empty<CommentDto>(),
            Version = 1L,
        });
    }

    [StoreFact]
    public async Task FindAsync_WhenAnotherTenantsOrUnknown_IsNull()
    {
        var anomaly = Given.Anomaly(_tenant);
        await AddAsync(anomaly);

        (await FindAsync(_tenant, anomaly.Id)).Should().NotBeNull();
        (await FindAsync(Given.Tenant(), anomaly.Id)).Should().BeNull();
        (await FindAsync(_tenant.ToUpperInvariant(), anomaly.Id)).Should().BeNull();
        (await FindAsync(_tenant, Ids.New(Ids.Anomaly, Given.Noon))).Should().BeNull();
        (await FindAsync(_tenant, anomaly.Id.ToUpperInvariant())).Should().BeNull();
        (await FindAsync(_tenant, "' OR 1=1 --")).Should().BeNull();
    }

    private async Task AddAsync(Anomaly anomaly)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(anomaly);
    }

    private async Task<AnomalyDto?> FindAsync(string tenant, string id)
    {
        await using var session = store.Open(tenant);
        return await session.AnomalyReader.FindAsync(tenant, id, CancellationToken.None);
    }
}

public sealed class SqliteAnomalyReaderTests(SqliteStore store) : AnomalyReaderContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerAnomalyReaderTests(SqlServerStore store) : AnomalyReaderContract(store), IClassFixture<SqlServerStore>;
