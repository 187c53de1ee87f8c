using System.Net;
using Audit.Api.Tests.Incidents;
using Audit.Api.Tests.Requests;
using Audit.Application.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Bulk;

/// <summary>A store that goes away: what was done by then is told, what wasn't is told too.</summary>
public sealed class BulkStoreTests : IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private readonly Fate _fate = new();
    private readonly AuditApi _api;
    private readonly HttpClient _analyst;

    public BulkStoreTests()
    {
        _api = new AuditApi(services =>
        {
            var real = services.Single(d => d.ServiceType == typeof(IUnitOfWork)).ImplementationType!;
            services.AddScoped<IUnitOfWork>(provider => new LosableStore((IUnitOfWork)ActivatorUtilities.CreateInstance(provider, real), _fate));
        });
        _analyst = _api.Analyst(_tenant);
    }

    public void Dispose()
    {
        _analyst.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Change_WhenTheStoreGoesAwayInTheMiddle_TellsWhatWasDoneAndAProblemForEachOther()
    {
        var ids = await _api.GivenMany(_tenant, Thing.Incident, 4);
        _fate.WritesLeft = 2;

        using var response = await _analyst.ChangeAsync(Thing.Incident, ids, """{"comment":"c"}""", ("Accept-Language", "zh"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var answer = await response.JsonAsync();
        answer.Results().Should().Equal(
            $"{ids[0]} ok 2", $"{ids[1]} ok 2", $"{ids[2]} no error.store_unavailable", $"{ids[3]} no error.store_unavailable");
        foreach (var lost in answer["results"]!.AsArray().Skip(2))
        {
            ((int)lost!["problem"]!["status"]!).Should().Be(503);
            ((int)lost["problem"]!["retry_after"]!).Should().BePositive();
            ((string)lost["problem"]!["title"]!).Should().Be("服务暂时不可用");
        }

        _fate.Asked.Should().Be(3, "what is gone isn't asked for each of the rest");
        (await response.Content.ReadAsStringAsync()).Should().NotContainAny("SQLite", "secret", "   at ");
        _fate.WritesLeft = int.MaxValue;
        foreach (var (id, comments) in ids.Zip([1, 1, 0, 0]))
        {
            (await _analyst.FetchAsync(id))["comments"]!.AsArray().Should().HaveCount(comments);
        }

        StoreFile.History(_api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Change_WhenARefusalCameBeforeTheStoreWentAway_TellsBoth()
    {
        var ids = await _api.GivenMany(_tenant, Thing.Anomaly, 1);
        _fate.WritesLeft = 1;

        using var response = await _analyst.ChangeAsync(Thing.Anomaly, ["x", .. ids], """{"comment":"c"}""");

        (await response.JsonAsync()).Results().Should().Equal("x no error.anomaly_not_found", $"{ids[0]} no error.store_unavailable");
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Change_WhenTheStoreIsNotThereAtAll_IsUnavailable(Thing kind)
    {
        var ids = await _api.GivenMany(_tenant, kind, 2);
        _fate.WritesLeft = 0;

        using var response = await _analyst.ChangeAsync(kind, ids, """{"comment":"c"}""");

        await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "error.store_unavailable");
        response.Header("Retry-After").Should().NotBeNull();
    }

    private sealed class Fate
    {
        private int _asked;

        public int WritesLeft
        {
            get;
            set
            {
                field = value;
                _asked = 0;
            }
        }

        = int.MaxValue;

        public int Asked => _asked;

        public bool IsLost() => _asked++ >= WritesLeft;
    }

    private sealed class LosableStore(IUnitOfWork real, Fate fate) : IUnitOfWork
    {
        public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken) =>
            fate.IsLost() ? throw new SqliteException("secret", 14) : real.RunAsync(work, cancellationToken);

        public Task SaveAsync(CancellationToken cancellationToken) => real.SaveAsync(cancellationToken);
    }
}
