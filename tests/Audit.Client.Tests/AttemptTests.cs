using System.Net;

namespace Audit.Client.Tests;

/// <summary>What an attempt that ended badly is taken for.</summary>
public sealed class AttemptTests
{
    private static readonly Fate s_twin = Wire.Answer(
        HttpStatusCode.Conflict,
        """{"type":"/errors/x","title":"T","status":409,"detail":"D","instance":"/","code":30105001,"service":"audit-service","timestamp":"2026-01-01T00:00:00.000Z","request_id":"r","trace_id":"t","span_id":"s","i18n_key":"error.concurrent_change","i18n_args":{},"errors":[]}""",
        "application/problem+json");

    private static readonly Fate s_made = Wire.Answer(HttpStatusCode.Created, """{"code":0,"message":"success","data":{"id":"ano_1","status":"open"},"timestamp":"2026-01-01T00:00:00.000Z"}""", "application/json");

    [Fact]
    public async Task Repetition_WhenItMeetsTheAttemptBefore_GoesOn()
    {
        var wire = new Wire(Wire.Answer(HttpStatusCode.GatewayTimeout), s_twin, s_made);

        (await ReportAsync(wire)).Data.Id.Should().Be("ano_1");

        wire.Received.Select(r => r["Idempotency-Key"]).Should().HaveCount(3).And.OnlyContain(key => key == wire.Received[0]["Idempotency-Key"]);
    }

    [Fact]
    public async Task Repetition_WhenItMeetsTheAttemptBeforeToTheEnd_IsNoRefusal()
    {
        var wire = new Wire(_ => throw new HttpRequestException("The connection was reset."), s_twin, s_twin);

        var failure = (await FluentActions.Awaiting(() => ReportAsync(wire)).Should().ThrowAsync<AuditConnectionException>()).Which;

        failure.IdempotencyKey.Should().Be(wire.Received[0]["Idempotency-Key"]).And.NotBeNull();
    }

    [Fact]
    public async Task Conflict_OfTheFirstAttempt_IsARefusal()
    {
        var wire = new Wire(s_twin);

        (await Refused.ByAsync(ReportAsync(wire), HttpStatusCode.Conflict)).Key.Should().Be("error.concurrent_change");

        wire.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Answer_ToARedirectedReport_IsNone()
    {
        var redirecting = new Redirecting { InnerHandler = new Wire(s_made) };

        await FluentActions.Awaiting(() => Client(redirecting).Detections.ReportAnomalyAsync(Report())).Should().ThrowAsync<AuditException>().WithMessage("POST *redirected");
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task RetryAfter_AsADate_IsKeptTo(HttpStatusCode status)
    {
        var wire = new Wire(_ =>
        {
            var response = new HttpResponseMessage(status);
            response.Headers.Add("Retry-After", "Fri, 31 Dec 2399 23:59:59 GMT");
            return Task.FromResult(response);
        });

        (await Refused.ByAsync(ReportAsync(wire), status)).RetryAfter.Should().BeGreaterThan(TimeSpan.FromDays(1));

        wire.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Argument_ThatIsGivenButEmpty_IsRefused()
    {
        var wire = new Wire();
        var audit = Client(wire);

        await audit.Invoking(a => a.Incidents.UpdateAsync("inc_1", new(), ifMatch: "")).Should().ThrowAsync<ArgumentException>();
        await audit.Invoking(a => a.Incidents.GetAsync("inc_1", ifNoneMatch: " ")).Should().ThrowAsync<ArgumentException>();
        await audit.Invoking(a => a.Detections.ReportAnomalyAsync(Report(), idempotencyKey: "")).Should().ThrowAsync<ArgumentException>();

        wire.Received.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void MaxRetries_WhenOutOfRange_IsRefused(int retries) =>
        FluentActions.Invoking(() => Client(new Wire(), retries)).Should().Throw<ArgumentOutOfRangeException>();

    private static Task<ReportedAnomalyDataResponse> ReportAsync(Wire wire) => Client(wire).Detections.ReportAnomalyAsync(Report());

    private static ReportAnomalyRequest Report() => new() { Type = "brute_force", Severity = Severity.Low, Description = "d" };

    private static AuditClient Client(HttpMessageHandler wire, int retries = 2) => new(
        new HttpClient(wire) { BaseAddress = new Uri("http://audit.test") },
        new() { Token = _ => ValueTask.FromResult("t"), MaxRetries = retries });

    /// <summary>Does to a request what <see cref="HttpClientHandler"/> does when it is answered with a 302.</summary>
    private sealed class Redirecting : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Method = HttpMethod.Get;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
