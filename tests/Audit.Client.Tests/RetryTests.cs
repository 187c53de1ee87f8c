using System.Net;

namespace Audit.Client.Tests;

[Collection(nameof(RunningAudit))]
public sealed class RetryTests(RunningAudit service)
{
    public static TheoryData<HttpStatusCode> Passing =>
        [HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    public static TheoryData<HttpStatusCode> Lasting =>
    [
        HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict,
        HttpStatusCode.PreconditionFailed, HttpStatusCode.UnprocessableEntity, HttpStatusCode.InternalServerError, HttpStatusCode.NotImplemented,
    ];

    [Fact]
    public async Task Incident_WhenItsAnswersAreLost_IsOpenedOnce()
    {
        var wire = new Wire(Wire.Lose, Wire.Lose);
        var audit = await service.ClientAsync(wire);

        var answer = await audit.Incidents.CreateAsync(Incident());

        answer.IsReplayed.Should().BeTrue();
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        wire.Received.Should().HaveCount(3);
        wire.Received.Select(r => r["Idempotency-Key"]).Distinct(StringComparer.Ordinal).Should().ContainSingle().Which.Should().MatchRegex("^[0-9a-f]{32}$");
        (await audit.Incidents.ListAsync()).Items.Select(i => i.Id).Should().Equal(answer.Data.Id);
    }

    [Fact]
    public async Task Keys_WhenNoneIsGiven_AreEachCallsOwn()
    {
        var wire = new Wire();
        var audit = await service.ClientAsync(wire);
        await audit.Incidents.CreateAsync(Incident());
        await audit.Incidents.CreateAsync(Incident());
        await audit.Incidents.CreateAsync(Incident(), idempotencyKey: "mine");

        wire.Received.Select(r => r["Idempotency-Key"]).Should().OnlyHaveUniqueItems().And.EndWith("mine");
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Read_AfterAFailureThatPasses_IsRepeated(HttpStatusCode status)
    {
        var wire = new Wire(Wire.Answer(status));

        await (await service.ClientAsync(wire)).Me.GetAsync();

        wire.Received.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task Read_AfterAFailureThatLasts_IsNotRepeated(HttpStatusCode status)
    {
        var wire = new Wire(Wire.Answer(status));

        await Refused.ByAsync((await service.ClientAsync(wire)).Me.GetAsync(), status);

        wire.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Attempts_WhenUsedUp_EndWithTheLastFailure()
    {
        var wire = new Wire(Wire.Answer(HttpStatusCode.BadGateway), Wire.Answer(HttpStatusCode.ServiceUnavailable), Wire.Answer(HttpStatusCode.GatewayTimeout));

        await Refused.ByAsync((await service.ClientAsync(wire)).Me.GetAsync(), HttpStatusCode.GatewayTimeout);

        wire.Received.Should().HaveCount(3);
    }

    [Fact]
    public async Task Batch_AfterAFailure_IsRepeatedOnlyWhenRefusedForBeingTooMany()
    {
        ReportAnomalyRequest[] reports = [new() { Type = "brute_force", Severity = Severity.Low, Description = "d" }];
        var wire = new Wire(Wire.Answer(HttpStatusCode.TooManyRequests), send => send(), Wire.Answer(HttpStatusCode.ServiceUnavailable), Wire.Lose);
        var detections = (await service.ClientAsync(wire)).Detections;

        await detections.ReportAnomaliesAsync(reports);
        await Refused.ByAsync(detections.ReportAnomaliesAsync(reports), HttpStatusCode.ServiceUnavailable);
        await detections.Invoking(d => d.ReportAnomaliesAsync(reports)).Should().ThrowAsync<AuditConnectionException>();

        wire.Received.Should().HaveCount(4).And.OnlyContain(r => r["Idempotency-Key"] == null);
    }

    [Fact]
    public async Task Change_WhenItsAnswerIsLost_IsNotRepeated()
    {
        var wire = new Wire(send => send(), Wire.Lose, Wire.Lose, Wire.Lose);
        var incidents = (await service.ClientAsync(wire)).Incidents;
        var created = await incidents.CreateAsync(Incident());
        var id = created.Data.Id;

        await incidents.Invoking(i => i.UpdateStatusAsync(id, new() { Status = IncidentStatus.Investigating }, ifMatch: created.ETag)).Should().ThrowAsync<AuditConnectionException>();
        await incidents.Invoking(i => i.UpdateStatusAsync(id, new() { Status = IncidentStatus.Contained })).Should().ThrowAsync<AuditConnectionException>();
        await incidents.Invoking(i => i.UpdateAsync(id, new() { Title = "Mine" })).Should().ThrowAsync<AuditConnectionException>();

        wire.Received.Should().HaveCount(4);
        wire.Received[1]["If-Match"].Should().Be(created.ETag);
        (await incidents.GetAsync(id)).Data.Status.Should().Be(IncidentStatus.Contained);
    }

    [Fact]
    public async Task Change_WhenRefusedForBeingTooMany_IsRepeated()
    {
        var wire = new Wire(send => send(), Wire.Answer(HttpStatusCode.TooManyRequests));
        var incidents = (await service.ClientAsync(wire)).Incidents;
        var created = await incidents.CreateAsync(Incident());

        (await incidents.UpdateStatusAsync(created.Data.Id, new() { Status = IncidentStatus.Contained })).Data.Status.Should().Be(IncidentStatus.Contained);

        wire.Received.Should().HaveCount(3);
    }

    [Fact]
    public async Task Wait_WhenItIsTooLong_IsLeftToTheCaller()
    {
        var wire = new Wire(Wire.Answer(HttpStatusCode.ServiceUnavailable, retryAfter: 31));

        var problem = await Refused.ByAsync((await service.ClientAsync(wire)).Me.GetAsync(), HttpStatusCode.ServiceUnavailable);

        problem.RetryAfter.Should().Be(TimeSpan.FromSeconds(31));
        wire.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Wait_WhenCancelled_EndsWithTheCall()
    {
        using var cancel = new CancellationTokenSource();
        var answered = new TaskCompletionSource();
        var wire = new Wire(send =>
        {
            answered.SetResult();
            return Wire.Answer(HttpStatusCode.ServiceUnavailable, retryAfter: 30)(send);
        });
        var call = (await service.ClientAsync(wire)).Me.GetAsync(cancellationToken: cancel.Token);
        await answered.Task;

        await cancel.CancelAsync();

        await call.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
        wire.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Token_BeforeEachAttempt_IsAskedFor()
    {
        var tokens = new Queue<string>(["stale", await service.TokenAsync(RunningAudit.NewTenant()), "unused"]);
        var wire = new Wire(_ => throw new HttpRequestException("There is no route."));

        await service.Client(new() { Token = _ => ValueTask.FromResult(tokens.Dequeue()) }, wire).Me.GetAsync();

        tokens.Should().Equal("unused");
    }

    private static CreateIncidentRequest Incident() => new() { Title = "Lost answer", Severity = Severity.High };
}
