namespace Audit.Client.Tests;

[Collection(nameof(RunningAudit))]
public sealed class BrokenConnectionTests(RunningAudit service)
{
    [Fact]
    public async Task Incident_WhenTheConnectionBreaksBehindTheWrite_IsOpenedOnce()
    {
        var token = await service.TokenAsync(RunningAudit.NewTenant());
        var options = new AuditClientOptions { Token = _ => ValueTask.FromResult(token) };
        await using var way = new BrokenConnection(service.Url);
        using var http = new HttpClient { BaseAddress = way.Url };

        var answer = await new AuditClient(http, options).Incidents.CreateAsync(new() { Title = "Lost answer", Severity = Severity.High });

        way.Connections.Should().Be(2);
        answer.IsReplayed.Should().BeTrue();
        (await service.Client(options).Incidents.ListAsync()).Items.Select(i => i.Id).Should().Equal(answer.Data.Id);
    }
}
