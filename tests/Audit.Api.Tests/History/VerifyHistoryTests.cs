using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.History;

public sealed class VerifyHistoryTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private readonly string _tenant = Tenants.Fresh();

    [Fact]
    public async Task Verify_OfAnUntouchedHistory_IsValid()
    {
        await api.GivenChain(_tenant);
        using var auditor = api.Caller(_tenant, "usr_auditor", roles: ["auditor"]);

        using var response = await auditor.CallAsync("GET", Chain.Verify);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().BeNull();
        (await response.JsonAsync()).Members().Should().Equal("code", "message", "data", "timestamp");
        (await response.DataAsync()).ToJsonString().Should().Be($$"""{"valid":true,"checked":8,"first_sequence":1,"last_sequence":8,"last_hash":"{{HashOf(8)}}"}""");
    }

    [Fact]
    public async Task Verify_WhenTheTenantHasNoHistory_IsValid() =>
        (await api.VerifyAsync(_tenant)).ToJsonString().Should().Be($$"""{"valid":true,"checked":0,"first_sequence":1,"last_sequence":0,"last_hash":"{{Zeros}}"}""");

    [Fact]
    public async Task Verify_WhenEveryOperationWasUsed_IsValid()
    {
        var (anomaly, incident) = await api.GivenChain(_tenant);
        using var client = api.Caller(_tenant, "usr_1", roles: ["admin"], scope: "audit:ingest", name: "\" \\ \t \u2028 😀 é");
        string[] calls =
        [
            $"POST /admin/audit/anomalies/{anomaly}/escalate {{}}",
            $$"""PATCH /admin/audit/incidents/{{incident}} {"title":"\"quoted\" \\ 北京 😀","description":"a\n\tb\u2028\u007e","severity":"low","related_evidence_ids":["x","y"]}""",
            $$"""PATCH /admin/audit/incidents/{{incident}} {"description":null}""",
            $$"""POST /admin/audit/incidents/{{incident}}/assign {"assignee":"ａ / <b>"}""",
            $$"""POST /admin/audit/incidents/{{incident}}/comment {"content":"\ufffe"}""",
            $$"""PUT /admin/audit/incidents/{{incident}}/status {"status":"resolved","resolution":"duplicate","duplicate_of":"é","resolution_note":"n","cascade":true}""",
            $$"""PUT /admin/audit/incidents/{{incident}}/status {"status":"resolved","resolution":"benign","resolution_note":"m"}""",
            $$"""PUT /admin/audit/incidents/{{incident}}/status {"status":"investigating"}""",
            $$"""PUT /admin/audit/incidents/{{incident}}/status {"status":"resolved"}""",
            $$"""PUT /admin/audit/incidents/{{incident}}/status {"status":"closed"}""",
            $$"""POST /admin/audit/anomalies/bulk {"ids":["{{anomaly}}"],"status":"dismissed"}""",
            """POST /internal/audit/anomalies/batch [{"type":"t","severity":"low","description":"d"},{"type":"t","severity":"low","description":"d"}]""",
        ];
        foreach (var call in calls)
        {
            var parts = call.Split(' ', 3);
            using var response = await client.CallAsync(parts[0], parts[1], parts[2]);
            response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        }

        var found = await api.VerifyAsync(_tenant);

        ((bool)found["valid"]!).Should().BeTrue(found.ToJsonString());
        ((int)found["checked"]!).Should().Be(StoreFile.History(api.DatabaseFile, _tenant).Count).And.BeGreaterThan(25);
    }

    [Theory]
    [InlineData("?limit=3", 3, 1, 3)]
    [InlineData("?from_sequence=4&limit=3", 3, 4, 6)]
    [InlineData("?from_sequence=7&limit=3", 2, 7, 8)]
    [InlineData("?from_sequence=9", 0, 9, 8)]
    [InlineData("?limit=100000", 8, 1, 8)]
    public async Task Verify_OfAPart_TellsHowToGoOn(string query, int count, int first, int last)
    {
        await api.GivenChain(_tenant);

        (await api.VerifyAsync(_tenant, query)).ToJsonString().Should().Be(
            $$"""{"valid":true,"checked":{{count}},"first_sequence":{{first}},"last_sequence":{{last}},"last_hash":"{{HashOf(last)}}"}""");
    }

    [Fact]
    public async Task Verify_FarPastTheEnd_MissesWhatTheCallerKnew() =>
        (await api.VerifyAsync(_tenant, "?from_sequence=9223372036854775807")).ToJsonString().Should().Be(
            $$"""{"valid":false,"checked":0,"first_sequence":9223372036854775807,"last_sequence":0,"last_hash":"{{Zeros}}","broken_at":1,"reason":"missing_tail"}""");

    [Theory]
    [InlineData("?from_sequence=0&limit=0", "from_sequence:range limit:range")]
    [InlineData("?limit=100001", "limit:range")]
    [InlineData("?from_sequence=a", "from_sequence:format")]
    [InlineData("?expected_sequence=0&expected_hash=" + Zeros, "expected_sequence:range")]
    [InlineData("?expected_sequence=1", "expected_hash:required")]
    [InlineData("?expected_sequence=1&expected_hash=", "expected_hash:required")]
    [InlineData("?expected_hash=" + Zeros, "expected_sequence:required")]
    [InlineData("?expected_sequence=1&expected_hash=0", "expected_hash:format")]
    [InlineData("?expected_sequence=1&expected_hash=" + Zeros + "0", "expected_hash:format")]
    [InlineData("?expected_sequence=1&expected_hash=g000000000000000000000000000000000000000000000000000000000000000", "expected_hash:format")]
    [InlineData("?expected_sequence=x&expected_hash=y&limit=z", "expected_sequence:format expected_hash:format limit:format")]
    public async Task Verify_OfWhatCannotBe_NamesEveryParameter(string query, string broken)
    {
        using var auditor = api.Caller(_tenant, "usr_auditor", roles: ["auditor"]);

        using var response = await auditor.CallAsync("GET", Chain.Verify + query);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
    }

    [Fact]
    public async Task Verify_WhileOthersWrite_IsValid()
    {
        await api.GivenChain(_tenant);

        var writing = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.GivenAnomaly(_tenant)));
        var found = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.VerifyAsync(_tenant)));
        await writing;

        found.Should().OnlyContain(f => (bool)f["valid"]!);
        ((int)(await api.VerifyAsync(_tenant))["checked"]!).Should().Be(28);
    }

    private string HashOf(int sequence) => (string)StoreFile.History(api.DatabaseFile, _tenant)[sequence - 1]["hash"];
}
