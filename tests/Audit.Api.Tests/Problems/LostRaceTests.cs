using System.Net;
using System.Net.Http.Json;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Audit.Api.Tests.Problems;

/// <summary>Errors that the embedded store or the test server can't be brought to by requests alone.</summary>
public sealed class LostRaceTests
{
    [Fact]
    public async Task Create_WhenEveryRetryMetAnotherChange_IsConcurrentChange()
    {
        var work = new Mock<IUnitOfWork>();
        work.Setup(w => w.RunAsync(It.IsAny<Func<Task<IncidentDto>>>(), It.IsAny<CancellationToken>())).ThrowsAsync(new ConcurrentChangeException());
        using var api = new AuditApi(services => services.AddScoped(_ => work.Object));
        using var client = api.Analyst("tnt_a");

        using var response = await client.PostAsJsonAsync("/admin/audit/incidents", new { title = "t", severity = "low" });

        ((int)(await response.ProblemAsync(HttpStatusCode.Conflict, "error.concurrent_change"))["code"]!).Should().Be(30105002);
    }

    [Fact]
    public async Task Create_WhenItsTwinIsStillWorkedOn_IsConcurrentChangeAndAReplayAfterwards()
    {
        var hold = new HeldRepository();
        using var api = new AuditApi(services =>
        {
            services.AddSingleton(new IdempotencyTurns(TimeSpan.Zero));
            services.AddScoped<IAnomalyRepository>(_ => hold);
        });
        using var client = api.Analyst("tnt_a");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "twin");
        var body = new { title = "t", severity = "low" };
        var first = client.PostAsJsonAsync("/admin/audit/incidents", body);
        await hold.Entered;

        using var twin = await client.PostAsJsonAsync("/admin/audit/incidents", body);
        hold.Release();
        using var done = await first;
        using var again = await client.PostAsJsonAsync("/admin/audit/incidents", body);

        await twin.ProblemAsync(HttpStatusCode.Conflict, "error.concurrent_change");
        again.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        ((string?)(await again.DataAsync())["id"]).Should().Be((string?)(await done.DataAsync())["id"]);
    }

    [Fact]
    public async Task Get_WhenTheServerGaveUpOnTheRequest_IsRequestTimeout()
    {
        var incidents = new Mock<IIncidentReader>();
        incidents.Setup(r => r.ListAsync(It.IsAny<string>(), It.IsAny<ListFilter<IncidentStatus>>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout));
        using var api = new AuditApi(services => services.AddScoped(_ => incidents.Object));
        using var client = api.Analyst("tnt_a");

        using var response = await client.GetAsync("/admin/audit/incidents");

        await response.ProblemAsync(HttpStatusCode.RequestTimeout, "error.request_timeout");
    }

    /// <summary>Keeps a creation in its transaction until it is told to go on.</summary>
    private sealed class HeldRepository : IAnomalyRepository
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public void Release() => _released.SetResult();

        public async Task<IReadOnlyList<Anomaly>> FindManyAsync(string tenantId, IReadOnlyList<string> ids, CancellationToken cancellationToken)
        {
            _entered.TrySetResult();
            await _released.Task;
            return [];
        }

        public void Add(Anomaly anomaly) => throw new NotSupportedException();

        public Task<Anomaly?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Anomaly>> FindRelatedToAsync(string tenantId, string incidentId, int max, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Anomaly>> FindByExternalIdsAsync(string tenantId, IReadOnlyList<string> externalIds, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
