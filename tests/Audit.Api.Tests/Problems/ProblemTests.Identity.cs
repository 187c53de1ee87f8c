using System.Text.Json.Nodes;
using Audit.Api.Tests.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Api.Tests.Problems;

/// <summary>By what a Problem is found again: the request's id, its place in a trace, its time.</summary>
public sealed class ProblemIdentityTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const string Span = "b7ad6b7169203331";
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private HttpClient Analyst => field ??= api.Analyst(Tenants.Fresh());

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData("req_550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("A.z_0-9")]
    [InlineData("...")]
    [InlineData("128")]
    public async Task RequestId_WhenItIsOne_IsTakenOver(string sent)
    {
        var id = sent == "128" ? new string('x', 128) : sent;

        var (problem, header) = await ProvokeAsync(("X-Request-Id", id));

        ((string)problem["request_id"]!).Should().Be(id);
        header.Should().Be(id);
    }

    [Theory]
    [InlineData("129")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a/b")]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("<script>")]
    [InlineData("é")]
    [InlineData("请求")]
    [InlineData("a\tb")]
    public async Task RequestId_WhenItIsNone_IsMadeAnew(string sent)
    {
        var (problem, header) = await ProvokeAsync(("X-Request-Id", sent == "129" ? new string('x', 129) : sent));

        ((string)problem["request_id"]!).Should().MatchRegex("^req_[0-9a-f-]{36}$");
        header.Should().Be((string)problem["request_id"]!);
    }

    [Fact]
    public async Task RequestId_WhenThereAreTwo_IsMadeAnew()
    {
        var (problem, _) = await ProvokeAsync(("X-Request-Id", "a"), ("X-Request-Id", "b"));

        ((string)problem["request_id"]!).Should().StartWith("req_");
    }

    [Fact]
    public async Task Trace_WhenTheCallerIsInOne_IsThatOneWithASpanOfItsOwn()
    {
        var (problem, _) = await ProvokeAsync(("traceparent", $"00-{Trace}-{Span}-01"));

        var span = (string)problem["span_id"]!;
        span.Should().MatchRegex("^[0-9a-f]{16}$").And.NotBe(Span);
        ((string)problem["trace_id"]!).Should().Be($"00-{Trace}-{span}-01");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b71-01")]
    public async Task Trace_WhenTheCallerIsInNone_IsANewOne(string traceparent)
    {
        var (problem, _) = await ProvokeAsync(("traceparent", traceparent));

        var trace = (string)problem["trace_id"]!;
        trace.Should().MatchRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$");
        trace.Should().NotContain(Trace).And.NotContain(new string('0', 32)).And.Contain((string)problem["span_id"]!);
    }

    [Fact]
    public async Task Trace_OfTwoRequests_Differs()
    {
        var (first, _) = await ProvokeAsync();
        var (second, _) = await ProvokeAsync();

        ((string)second["trace_id"]!).Should().NotBe((string)first["trace_id"]!);
    }

    [Fact]
    public async Task Timestamp_OfAProblem_IsTheTimeOfTheAnswer()
    {
        var clock = new StoppedClock();
        clock.Advance(TimeSpan.FromTicks(1_234_567));
        using var stopped = new AuditApi(services => services.AddSingleton<TimeProvider>(clock));
        using var analyst = stopped.Analyst(Tenants.Fresh());

        using var response = await analyst.GetAsync("/nope");

        ((string)(await response.JsonAsync())["timestamp"]!).Should().Be("2026-01-01T00:00:00.123Z");
    }

    private async Task<(JsonNode Problem, string? Header)> ProvokeAsync(params (string, string)[] headers)
    {
        using var response = await Analyst.CallAsync("GET", Paths.Incident(Paths.UnknownIncident), null, headers);
        return (await response.JsonAsync(), response.Header("X-Request-Id"));
    }
}
