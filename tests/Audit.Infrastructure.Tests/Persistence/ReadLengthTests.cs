using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>Who goes through a whole tenant leaves room for those who don't.</summary>
public sealed class ReadLengthTests : IAsyncLifetime
{
    private const string Tenant = "tnt_acme";
    private static readonly ListFilter<IncidentStatus> s_all = Given.AnyOf<IncidentStatus>();
    private readonly TemporaryFolder _folder = new();
    private readonly ReadTurns _turns = new(most: 2, mostLong: 1, TimeSpan.FromMilliseconds(1));
    private readonly ServiceProvider _provider;

    public ReadLengthTests() => _provider = StoreProvider.Of(
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Audit"] = "Data Source=" + _folder.File("audit.db") },
        change: services => services.AddSingleton(_turns));

    public Task InitializeAsync() => _provider.MigrateStoreAsync();

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("get", false)]
    [InlineData("list", false)]
    [InlineData("search", true)]
    [InlineData("statistics", true)]
    [InlineData("timeline", false)]
    [InlineData("end of the history", false)]
    [InlineData("history", true)]
    [InlineData("verification", true)]
    [InlineData("statuses", true)]
    [InlineData("moves", true)]
    [InlineData("things without history", true)]
    public async Task Read_WhenAllPlacesForLongOnesAreTaken_WaitsOnlyIfItIsLong(string read, bool isLong)
    {
        await using var session = Session.Of(_provider, Tenant);
        await ReadAsync(session, read);
        using var taken = await _turns.EnterAsync(ReadLength.Long, "tnt_acme", CancellationToken.None);

        if (isLong)
        {
            await session.Awaiting(s => ReadAsync(s, read)).Should().ThrowAsync<StoreOverloadedException>();
        }
        else
        {
            await ReadAsync(session, read);
            using var last = await _turns.EnterAsync(ReadLength.Short, "tnt_acme", CancellationToken.None);
            await session.Awaiting(s => ReadAsync(s, read)).Should().ThrowAsync<StoreOverloadedException>();
        }
    }

    private static async Task ReadAsync(Session session, string read)
    {
        var page = new PageRequest(1, 20, SortOrder.Of("-created_at"), Walk: false, null);
        switch (read)
        {
            case "get":
                await session.IncidentReader.FindAsync(Tenant, "inc_1", CancellationToken.None);
                break;
            case "list" or "search":
                await session.IncidentReader.ListAsync(Tenant, read == "list" ? s_all : s_all with { Search = "登录" }, page, CancellationToken.None);
                break;
            case "statistics":
                await session.IncidentReader.EachTimesAsync(Tenant, default, _ => { }, CancellationToken.None);
                break;
            case "timeline":
                await session.History.ListAboutAsync(Tenant, SubjectType.Incident, "inc_1", page, CancellationToken.None);
                break;
            case "end of the history":
                await session.History.EndAsync(Tenant, CancellationToken.None);
                break;
            case "history":
                await session.History.ListAsync(Tenant, 1, 10, CancellationToken.None);
                break;
            case "verification":
                await session.History.ReadStored(Tenant, 1, 10).FirstOrDefaultAsync();
                break;
            case "statuses":
                await session.History.StatusesAsync(Tenant, SubjectType.Incident, ["inc_1"], CancellationToken.None);
                break;
            case "moves":
                await session.History.LastMovesAsync(Tenant, ["inc_1"], CancellationToken.None);
                break;
            case "things without history":
                await session.History.FindWithoutHistoryAsync(Tenant, CancellationToken.None);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(read));
        }
    }
}
