using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Incidents;

/// <summary>A closed incident takes comments and links, and nothing else.</summary>
public sealed class ClosedIncidentTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData("PATCH", "", """{"title":"another"}""")]
    [InlineData("PATCH", "", """{"description":"another"}""")]
    [InlineData("PATCH", "", """{"severity":"low"}""")]
    [InlineData("PATCH", "", """{"related_evidence_ids":["e"]}""")]
    [InlineData("PATCH", "", """{"title":"Multi-account brute force","severity":"low"}""")]
    [InlineData("POST", "/assign", """{"assignee":"usr_2"}""")]
    [InlineData("PUT", "/status", """{"status":"closed","resolution":"benign"}""")]
    [InlineData("PUT", "/status", """{"status":"closed","resolution_note":"n"}""")]
    [InlineData("PUT", "/status", """{"status":"closed","resolution":"duplicate","duplicate_of":"x"}""")]
    public async Task Change_WhenClosed_IsRefusedWhole(string method, string path, string body)
    {
        var id = await api.GivenIncidentIn(_tenant, "closed");
        var (before, history) = (await Analyst.FetchAsync(id), StoreFile.History(api.DatabaseFile, _tenant).Count);

        using var response = await Analyst.CallAsync(method, Paths.Incident(id) + path, body);

        var problem = await response.ProblemAsync(HttpStatusCode.Conflict, "error.incident_closed");
        problem["i18n_args"]!.ToJsonString().Should().Be($$"""{"id":"{{id}}"}""");
        ((int)problem["code"]!).Should().Be(30105005);
        (await Analyst.FetchAsync(id)).ToJsonString().Should().Be(before.ToJsonString());
        StoreFile.History(api.DatabaseFile, _tenant).Should().HaveCount(history);
    }

    [Theory]
    [InlineData("PATCH", "", "{}")]
    [InlineData("PATCH", "", """{"title":" Multi-account brute force ","severity":"CRITICAL","description":null,"related_evidence_ids":[]}""")]
    [InlineData("POST", "/assign", """{"assignee":null}""")]
    [InlineData("PUT", "/status", """{"status":"closed"}""")]
    [InlineData("PUT", "/status", """{"status":"closed","resolution":"undetermined"}""")]
    public async Task Change_ToWhatItIsAlready_IsNoError(string method, string path, string body)
    {
        var id = await api.GivenIncidentIn(_tenant, "closed");
        var before = await Analyst.FetchAsync(id);

        using var response = await Analyst.CallAsync(method, Paths.Incident(id) + path, body);

        (await response.DataAsync()).ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public async Task Comment_WhenClosed_IsTaken()
    {
        var id = await api.GivenIncidentIn(_tenant, "closed");

        using var response = await Analyst.WorkAsync(id, "comment", new { content = "Seen again elsewhere" });

        ((string)(await response.DataAsync())["comments"]![0]!["content"]!).Should().Be("Seen again elsewhere");
    }

    [Fact]
    public async Task Link_WhenClosed_IsTaken()
    {
        var id = await api.GivenIncidentIn(_tenant, "closed");
        var anomaly = await api.GivenAnomaly(_tenant);

        using var response = await Analyst.CallAsync("POST", $"/admin/audit/anomalies/{anomaly}/link", new { case_id = id });

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var data = await Analyst.FetchAsync(id);
        data["source_anomaly_ids"]!.AsArray().Select(a => (string)a!).Should().Equal(anomaly);
        ((string)data["status"]!).Should().Be("closed");
    }

    [Theory]
    [InlineData("en", "The incident {0} is closed; it takes comments and links, and no other change.")]
    [InlineData("zh", "安全事件 {0} 已关闭，只能添加评论和关联，不能做其他更改。")]
    public async Task Change_WhenClosed_IsRefusedInTheCallersLanguage(string language, string detail)
    {
        var id = await api.GivenIncidentIn(_tenant, "closed");

        using var response = await Analyst.EditAsync(id, new { title = "another" }, ("Accept-Language", language));

        ((string)(await response.JsonAsync())["detail"]!).Should().Be(string.Format(System.Globalization.CultureInfo.InvariantCulture, detail, id));
    }
}
