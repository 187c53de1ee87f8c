using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Tests.Stores;
using FluentAssertions.Execution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Audit.Infrastructure.Tests.Incidents;

/// <summary>
/// What a search finds, on every database alike. Ids are searched too: a short Latin term here has one of the letters
/// i, l, o, u, which they never have.
/// </summary>
public abstract class IncidentSearchContract(TestStore store)
{
    private readonly string _tenant = Given.Tenant();

    [StoreFact]
    public async Task ListAsync_WhenSearched_FindsPartsOfEveryField()
    {
        var incident = Given.Incident(_tenant, "Brute force on vpn-03", description: "Seen by the night shift", assignee: "analyst-001");
        await AddAsync(incident, Given.Incident(_tenant, "Phishing"), Given.Incident(Given.Tenant(), "Brute force on vpn-03"));

        await Search(incident.Title).ShouldFind(incident);
        await Search("ute for").ShouldFind(incident);
        await Search("vpn-03").ShouldFind(incident);
        await Search("night").ShouldFind(incident);
        await Search("yst-0").ShouldFind(incident);
        await Search(incident.Id).ShouldFind(incident);
        await Search("no such thing").ShouldFind();
    }

    [StoreFact]
    public async Task ListAsync_WhenSearchedForSeveralTerms_WantsEveryOneInAnyFieldAndOrder()
    {
        var incident = Given.Incident(_tenant, "Brute force", description: "凭证泄露 at the gateway");
        await AddAsync(incident, Given.Incident(_tenant, "Brute strength"), Given.Incident(_tenant, "Use of force", description: "gateway"));

        await Search("gateway brute").ShouldFind(incident);
        await Search("  force\t brute \n brute ").ShouldFind(incident);
        await Search("泄露\u3000brute").ShouldFind(incident);
        await Search("brute missing").ShouldFind();
    }

    [StoreFact]
    public async Task ListAsync_WhenCaseOrWidthDiffers_FindsItAllTheSame()
    {
        var narrow = Given.Incident(_tenant, "oui alert");
        var wide = Given.Incident(_tenant, "ＯＵＩ１２３ アラート");
        var accented = Given.Incident(_tenant, "ÉCOLE Ωmega");
        await AddAsync(narrow, wide, accented);

        await Search("ＯＵＩ").ShouldFind(narrow, wide);
        await Search("oUi").ShouldFind(narrow, wide);
        await Search("oui123").ShouldFind(wide);
        await Search("ｱﾗｰﾄ").ShouldFind(wide);
        await Search("école").ShouldFind(accented);
        await Search("e\u0301cole").ShouldFind(accented);
        await Search("ω").ShouldFind(accented);
        await Search("ecole").ShouldFind();
    }

    [StoreFact]
    public async Task ListAsync_WhenATermHasSpecialCharacters_TakesThemAsTheyAre()
    {
        string[] specials = ["%", "_", "[", "]", "\\", "\"", "'", "''", "*", "?", "-", "^", "[a-z]", "\\%", "--", "😀", "OR"];
        var incidents = specials.Select(s => Given.Incident(_tenant, $"x{s}y")).ToList();
        await AddAsync([.. incidents]);

        using var scope = new AssertionScope();
        foreach (var special in specials)
        {
            await Search(special).ShouldFind([.. incidents.Where(i => (i.Title + i.Id).Contains(special, StringComparison.Ordinal))]);
            await Search($"x{special}y").ShouldFind([.. incidents.Where(i => i.Title == $"x{special}y")]);
        }

        await Search("x_y").ShouldFind([.. incidents.Where(i => i.Title == "x_y")]);
        await Search("%y").ShouldFind([.. incidents.Where(i => i.Title is "x%y" or "x\\%y")]);
        await Search("\" OR \"").ShouldFind();
    }

    [StoreFact]
    public async Task ListAsync_WhenSearchedInChinese_FindsWordsOfOneAndTwoCharacters()
    {
        var login = Given.Incident(_tenant, "异常登录", description: "张三从新地点登录");
        var payment = Given.Incident(_tenant, "发票付款异常");
        await AddAsync(login, payment);

        await Search("登").ShouldFind(login);
        await Search("登录").ShouldFind(login);
        await Search("异常").ShouldFind(login, payment);
        await Search("票付").ShouldFind(payment);
        await Search("发票付款").ShouldFind(payment);
        await Search("录登").ShouldFind();
    }

    [StoreFact]
    public async Task ListAsync_WhenMoreMatchThanAreCounted_SaysThatTheTotalIsALowerBound()
    {
        var seed = Given.Incident(_tenant, "Flood", status: IncidentStatus.Resolved);
        await AddAsync(seed);
        await CopyAsync(seed, Limits.CountedHits - 1);

        var exact = await Search("flood");
        exact.Should().BeEquivalentTo(new { Total = 10_000L, TotalIsLowerBound = false, HasNext = true });

        await AddAsync(Given.Incident(_tenant, "One more flood"));
        var bound = await Search("flood");
        bound.Should().BeEquivalentTo(new { Total = 10_000L, TotalIsLowerBound = true, HasNext = true });
        (await Search(null)).Should().BeEquivalentTo(new { Total = 10_001L, TotalIsLowerBound = false });
        (await Search("more")).Total.Should().Be(1);
    }

    /// <summary>Copies the row that many times in the database itself, each copy under an id of its own.</summary>
    private async Task CopyAsync(Incident seed, int count)
    {
        const string Digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        const string Number = "(d0.d + 10 * d1.d + 100 * d2.d + 1000 * d3.d)";
        // REPLACE is the one way to write a number into a text that both databases know
        const string Id = $"REPLACE('inc_#', '#', CAST({Number} AS varchar(10)))";
        await using var session = store.Open(_tenant);
        var columns = session.Db.Model.FindEntityType(typeof(Incident))!.GetProperties()
            .Where(p => p.Name is not ("Seq" or "SeverityRank"))
            .Select(p => p.GetColumnName(StoreObjectIdentifier.Table("incidents"))!)
            .ToList();
        var copied = await session.Db.Database.ExecuteSqlRawAsync(
            $"INSERT INTO incidents ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns.Select(c => c == "id" ? Id : "i." + c))} "
            + $"FROM incidents i CROSS JOIN {Digits} d0 CROSS JOIN {Digits} d1 CROSS JOIN {Digits} d2 CROSS JOIN {Digits} d3 "
            + $"WHERE i.tenant_id = {{0}} AND i.id = {{1}} AND {Number} < {{2}}",
            seed.TenantId,
            seed.Id,
            count);
        copied.Should().Be(count);
    }

    private async Task AddAsync(params IReadOnlyList<Incident> incidents)
    {
        await using var session = store.Open(_tenant);
        await session.AddAsync(incidents);
    }

    private async Task<Page<IncidentDto>> Search(string? text)
    {
        await using var session = store.Open(_tenant);
        return await session.IncidentReader.ListAsync(_tenant, Given.AnyOf<IncidentStatus>() with { Search = text }, PageRequest.ByPage(1, 20), CancellationToken.None);
    }
}

internal static class Found
{
    public static async Task ShouldFind(this Task<Page<IncidentDto>> search, params IReadOnlyList<Incident> incidents)
    {
        var page = await search;
        page.Items.Select(i => i.Title).Should().BeEquivalentTo(incidents.Select(i => i.Title));
        page.Total.Should().Be(incidents.Count);
        page.TotalIsLowerBound.Should().BeFalse();
    }
}

public sealed class SqliteIncidentSearchTests(SqliteStore store) : IncidentSearchContract(store), IClassFixture<SqliteStore>;

public sealed class SqlServerIncidentSearchTests(SqlServerStore store) : IncidentSearchContract(store), IClassFixture<SqlServerStore>;
