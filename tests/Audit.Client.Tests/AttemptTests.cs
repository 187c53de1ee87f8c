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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conflict_WhenNothingWasDoneBefore_IsARefusal(bool isAfterTooMany)
    {
        var wire = new Wire([.. isAfterTooMany ? [Wire.Answer(HttpStatusCode.TooManyRequests)] : Array.Empty<Fate>(), s_twin]);

        (await Refused.ByAsync(ReportAsync(wire), HttpStatusCode.Conflict)).Key.Should().Be("error.concurrent_change");
    }

    [Fact]
    public async Task Call_WhenCancelledWhileItIsSent_IsCancelledAndNotRepeated()
    {
        using var cancel = new CancellationTokenSource();
        var wire = new Wire(async _ =>
        {
            await cancel.CancelAsync();
            throw new OperationCanceledException(cancel.Token);
        });

        await Client(wire).Invoking(a => a.Me.GetAsync(cancellationToken: cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        wire.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Call_WhenCancelledWhileTheTokenIsAwaited_EndsWithoutIt()
    {
        using var cancel = new CancellationTokenSource();
        var never = new TaskCompletionSource<string>();
        var wire = new Wire();
        CancellationToken given = default;
        var call = Client(wire, token: cancellation =>
        {
            given = cancellation;
            return new ValueTask<string>(never.Task);
        }).Me.GetAsync(cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await call.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
        given.Should().Be(cancel.Token);
        wire.Received.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret secret")]
    [InlineData("secret\nsecret")]
    public async Task Token_ThatCantBeOne_StandsInNoMessage(string? token)
    {
        var wire = new Wire();

        (await Client(wire, token: _ => ValueTask.FromResult(token!)).Invoking(a => a.Me.GetAsync()).Should().ThrowAsync<AuditException>())
            .Which.ToString().Should().NotContain("secret");

        wire.Received.Should().BeEmpty();
    }

    [Fact]
    public async Task Text_ThatIsHalfACharacter_IsNotSentAsAnother()
    {
        var wire = new Wire();
        var audit = Client(wire);

        await audit.Invoking(a => a.Detections.ReportAnomalyAsync(new() { Type = "t", Severity = Severity.Low, Description = "d", ExternalId = "e\ud800" })).Should().ThrowAsync<ArgumentException>();
        await audit.Invoking(a => a.Incidents.ListAsync(new() { Search = "\ud800" })).Should().ThrowAsync<ArgumentException>();
        await audit.Invoking(a => a.Incidents.GetAsync("\ud800")).Should().ThrowAsync<ArgumentException>();

        wire.Received.Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://user:secret@audit.test")]
    [InlineData("http://audit.test/?a=b")]
    [InlineData("http://audit.test/#a")]
    public void BaseAddress_WithMoreThanAPath_IsRefused(string address) => FluentActions
        .Invoking(() => new AuditClient(new HttpClient { BaseAddress = new Uri(address) }, new() { Token = _ => ValueTask.FromResult("t") }))
        .Should().Throw<ArgumentException>().Which.Message.Should().NotContain("secret");

    [Theory]
    [InlineData("GET", "http://audit.test/internal/audit/anomalies")]
    [InlineData("POST", "http://other.test/internal/audit/anomalies")]
    public async Task Answer_ToARedirectedReport_IsNone(string method, string address)
    {
        var redirecting = new Redirecting(method, new Uri(address)) { InnerHandler = new Wire(s_made) };

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

    private static AuditClient Client(HttpMessageHandler wire, int retries = 2, Func<CancellationToken, ValueTask<string>>? token = null) => new(
        new HttpClient(wire) { BaseAddress = new Uri("http://audit.test") },
        new() { Token = token ?? (_ => ValueTask.FromResult("t")), MaxRetries = retries });

    /// <summary>Does to a request what <see cref="HttpClientHandler"/> does when it is answered with a redirect.</summary>
    private sealed class Redirecting(string method, Uri address) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Method, request.RequestUri) = (new HttpMethod(method), address);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
