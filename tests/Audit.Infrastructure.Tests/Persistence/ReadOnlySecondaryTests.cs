using Audit.Application.Anomalies;
using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>Which of two servers is asked, the one that is written to or its readable secondary.</summary>
public sealed class ReadOnlySecondaryTests : IAsyncLifetime
{
    private const string Tenant = "tnt_acme";
    private static readonly PageRequest s_page = PageRequest.ByPage(1, 20);
    private readonly DeafServer _primary = new();
    private readonly DeafServer _secondary = new();
    private ServiceProvider _provider = null!;
    private Session _session = null!;

    public static TheoryData<string> Lists => [.. s_lists.Keys];

    public static TheoryData<string> Others => [.. s_others.Keys];

    /// <summary>What may be a little behind.</summary>
    private static readonly Dictionary<string, Func<Session, Task>> s_lists = new(StringComparer.Ordinal)
    {
        ["incidents"] = s => s.IncidentReader.ListAsync(Tenant, Given.AnyOf<IncidentStatus>(), s_page, default),
        ["incidents, filtered"] = s => s.IncidentReader.ListAsync(Tenant, Given.AnyOf<IncidentStatus>() with { Assignees = ["a"] }, s_page, default),
        ["incidents, walked"] = s => s.IncidentReader.ListAsync(Tenant, Given.AnyOf<IncidentStatus>(), s_page with { Walk = true }, default),
        ["incidents, searched"] = s => s.IncidentReader.ListAsync(Tenant, Given.AnyOf<IncidentStatus>() with { Search = "登录" }, s_page, default),
        ["incidents, statistics"] = s => s.IncidentReader.EachTimesAsync(Tenant, default, _ => { }, default),
        ["anomalies"] = s => s.AnomalyReader.ListAsync(Tenant, new AnomalyFilter(Given.AnyOf<AnomalyStatus>(), [], default), s_page, default),
        ["anomalies, searched"] = s => s.AnomalyReader.ListAsync(Tenant, new AnomalyFilter(Given.AnyOf<AnomalyStatus>() with { Search = "登录" }, [], default), s_page, default),
        ["anomalies, statistics"] = s => s.AnomalyReader.EachTimesAsync(Tenant, default, _ => { }, default),
    };

    /// <summary>What must show what was written a moment ago.</summary>
    private static readonly Dictionary<string, Func<Session, Task>> s_others = new(StringComparer.Ordinal)
    {
        ["an incident"] = s => s.IncidentReader.FindAsync(Tenant, "inc_1", default),
        ["an anomaly"] = s => s.AnomalyReader.FindAsync(Tenant, "ano_1", default),
        ["an incident to be changed"] = s => s.FindIncidentAsync(Ids.New(Ids.Incident, Given.Noon)),
        ["an anomaly to be changed"] = s => s.FindAnomalyAsync(Ids.New(Ids.Anomaly, Given.Noon)),
        ["history"] = s => s.History.ListAsync(Tenant, 1, 10, default),
        ["history of a thing"] = s => s.History.ListAboutAsync(Tenant, SubjectType.Incident, "inc_1", s_page, default),
        ["verification"] = s => s.VerifyAsync(),
        ["a kept answer"] = s => s.Idempotency.FindAsync(new IdempotencyScope(Tenant, Tenant, "usr", "key"), Given.Noon, default),
        ["the turn of a writer"] = s => s.Db.LockChainEndAsync(Tenant, default),
        ["a write"] = s =>
        {
            s.Add(Given.Incident(Tenant));
            return s.Work.SaveAsync(default);
        },
    };

    public Task InitializeAsync()
    {
        _provider = StoreProvider.Of(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = "SqlServer",
            ["ConnectionStrings:Audit"] = _primary.ConnectionString,
            ["ConnectionStrings:AuditReadOnly"] = _secondary.ConnectionString,
        });
        _session = Session.Of(_provider, Tenant);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        await _provider.DisposeAsync();
        _primary.Dispose();
        _secondary.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Read_OfManyThings_AsksTheSecondaryAlone(string what)
    {
        await ShouldBeCutOffAsync(s_lists[what]);

        _secondary.Callers.Should().BePositive();
        _primary.Callers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Read_OfWhatMayHaveJustBeenWritten_AsksThePrimaryAlone(string what)
    {
        await ShouldBeCutOffAsync(s_others[what]);

        _primary.Callers.Should().BePositive();
        _secondary.Callers.Should().Be(0);
    }

    private async Task ShouldBeCutOffAsync(Func<Session, Task> read)
    {
        var error = (await FluentActions.Awaiting(() => read(_session)).Should().ThrowAsync<Exception>()).Which;

        StoreFaults.DatabaseError(error).Should().BeOfType<SqlException>();
        _provider.GetRequiredService<IStoreFaults>().IsUnavailable(error).Should().BeTrue();
    }
}
