using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;

namespace Audit.Infrastructure.Tests.Incidents;

/// <summary>What <see cref="IIncidentRepository"/> takes in, <see cref="IIncidentReader"/> answers, on every database alike.</summary>
public abstract class IncidentReaderContract(TestStore store)
{
    private static readonly Func<Incident, IncidentDto> s_toDto = IncidentProfile.ToDto;
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task FindAsync_WhenStored_GivesEveryMemberBack()
    {
        var incident = Given.Incident(
            _tenant,
            title: "多账号暴力破解 “Ω” \\ ' \" % _ [ 👩‍👩‍👧‍👦",
            Severity.Critical,
            IncidentStatus.Contained,
            description: Given.Emoji(Limits.Description),
            assignee: Given.Emoji(Limits.Name),
            anomalies: [.. Enumerable.Range(0, Limits.ListMembers).Select(i => $"{Given.Emoji(Limits.Name - 3)}{i:000}")],
            evidence: ["证据\"1", "\\", "a\tb"]);
        incident.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Duplicate, Given.Emoji(Limits.Description), Given.Emoji(Limits.Name)), Given.Analyst, Given.Noon.AddMilliseconds(1));
        incident.MoveTo(IncidentStatus.Closed, Outcome.None, Given.Analyst, Given.Noon.AddMilliseconds(2));
        incident.AddComment(Given.Emoji(Limits.Description), Given.Analyst, Given.Noon.AddMilliseconds(3));
        incident.AddComment("second", new Actor("somebody"), Given.Noon.AddMilliseconds(4));
        await AddAsync(incident);

        var found = await FindAsync(_tenant, incident.Id);

        found.Should().BeEquivalentTo(s_toDto(incident), o => o.WithStrictOrdering());
        typeof(IncidentDto).GetProperties().Should().OnlyContain(p => p.GetValue(found) != null, "the test is about every member");
    }

    [StoreFact]
    public async Task FindAsync_WhenOptionalMembersAreAbsent_LeavesThemAbsent()
    {
        var incident = Given.Incident(_tenant);
        await AddAsync(incident);

        var found = await FindAsync(_tenant, incident.Id);

        found.Should().BeEquivalentTo(new
        {
            Description = (string?)null,
            Assignee = (string?)null,
            ResolvedAt = (DateTimeOffset?)null,
            ResolvedBy = (string?)null,
            Resolution = (Resolution?)null,
            ResolutionNote = (string?)null,
            DuplicateOf = (string?)null,
            ContainedAt = (DateTimeOffset?)null,
            ClosedAt = (DateTimeOffset?)null,
            ReopenedCount = 0,
            Comments = Array.Empty<CommentDto>(),
            SourceAnomalyIds = Array.Empty<string>(),
            RelatedEvidenceIds = Array.Empty<string>(),
            Version = 1L,
        });
    }

    [StoreFact]
    public async Task FindAsync_WhenAnotherTenantsOrUnknown_IsNull()
    {
        var incident = Given.Incident(_tenant);
        await AddAsync(incident);

        (await FindAsync(Given.Tenant(), incident.Id)).Should().BeNull();
        (await FindAsync(_tenant, Ids.New(Ids.Incident, Given.Noon))).Should().BeNull();
        (await FindAsync(_tenant, incident.Id.ToUpperInvariant())).Should().BeNull();
    }

    [StoreFact]
    public async Task FindAsync_WhenTenantsOnlyLookAlike_KeepsThemApart()
    {
        // the last two are one letter with its accent, and a letter followed by an accent
        string[] tenants = [_tenant + "\u00e9", _tenant + "\u00c9", _tenant + "e\u0301", _tenant + "e", _tenant + "\uff45"];
        var incidents = tenants.Select(t => Given.Incident(t)).ToList();
        await AddAsync([.. incidents]);

        foreach (var tenant in tenants)
        {
            foreach (var incident in incidents)
            {
                ((await FindAsync(tenant, incident.Id)) is not null).Should().Be(string.Equals(incident.TenantId, tenant, StringComparison.Ordinal));
            }
        }
    }

    private protected async Task AddAsync(params IReadOnlyList<Incident> incidents)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(incidents);
    }

    private protected async Task<IncidentDto?> FindAsync(string tenant, string id)
    {
        await using var session = store.Open(tenant);
        return await session.IncidentReader.FindAsync(tenant, id, CancellationToken.None);
    }
}

public sealed class SqliteIncidentReaderTests(SqliteStore store) : IncidentReaderContract(store), IClassFixture<SqliteStore>
{
    /// <summary>Not in the contract: SQL Server pads with spaces before it compares, whatever the collation.</summary>
    [Fact]
    public async Task FindAsync_WhenTenantsDifferInATrailingSpace_KeepsThemApart()
    {
        var incident = Given.Incident("tnt_space");
        await AddAsync(incident);

        (await FindAsync("tnt_space ", incident.Id)).Should().BeNull();
        (await FindAsync(" tnt_space", incident.Id)).Should().BeNull();
        (await FindAsync("tnt_space", incident.Id)).Should().NotBeNull();
    }
}

public sealed class SqlServerIncidentReaderTests(SqlServerStore store) : IncidentReaderContract(store), IClassFixture<SqlServerStore>;
