using System.Net;

namespace Audit.Client.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task Call_WhenThereWereTooMany_IsToldWhenToComeAgain()
    {
        var service = await RunningAudit.StartAsync(new(StringComparer.Ordinal) { ["RateLimiting__Enabled"] = "true", ["RateLimiting__ActorBurst"] = "1", ["RateLimiting__ActorPerSecond"] = "0.001" });
        try
        {
            var token = await service.TokenAsync(RunningAudit.NewTenant());
            var audit = service.Client(new() { Token = _ => ValueTask.FromResult(token), MaxRetries = 0 });
            await audit.Me.GetAsync();

            var problem = await Refused.ByAsync(audit.Me.GetAsync(), HttpStatusCode.TooManyRequests);

            problem.RetryAfter.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        }
        finally
        {
            await service.DisposeAsync();
        }
    }
}
