using System.Net;
using System.Net.Http.Json;
using Audit.Application.Common;
using Audit.Application.Incidents;
using Audit.Domain.Common;
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
    public async Task Get_WhenTheServerGaveUpOnTheRequest_IsRequestTimeout()
    {
        var incidents = new Mock<IIncidentReader>();
        incidents.Setup(r => r.ListAsync(It.IsAny<string>(), It.IsAny<IncidentFilter>(), It.IsAny<PageRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout));
        using var api = new AuditApi(services => services.AddScoped(_ => incidents.Object));
        using var client = api.Analyst("tnt_a");

        using var response = await client.GetAsync("/admin/audit/incidents");

        await response.ProblemAsync(HttpStatusCode.RequestTimeout, "error.request_timeout");
    }
}
