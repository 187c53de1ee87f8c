using System.Net;

namespace Audit.Api.Tests.Requests;

/// <summary><c>If-Match</c> on every write that names a thing, and versions on every read of one.</summary>
public sealed class PreconditionTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public static TheoryData<string> Writes => WriteOperations.Ids;

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_WhenItIsAnotherVersion_ChangesNothingAndTellsThePresentOne(string operation)
    {
        var (write, id, before) = await Given(operation);

        foreach (var ifMatch in new[] { "\"1\"", "\"3\"", "\"02\"", "W/\"2\"", "\"1\", W/\"2\"", "\"*\"" })
        {
            using var response = await Analyst.DoAsync(write, id, 0, ("If-Match", ifMatch));

            var problem = await response.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
            problem["i18n_args"]!.ToJsonString().Should().Be("""{"current_version":2}""");
            response.Header("ETag").Should().Be("\"2\"");
        }

        (await StateAsync(write, id)).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_WithAConditionThatCannotBeRead_ChangesNothing(string operation)
    {
        var (write, id, before) = await Given(operation);

        foreach (var ifMatch in new[] { "2", "\"2", "'2'", "\"2\" \"3\"" })
        {
            using var response = await Analyst.DoAsync(write, id, 0, ("If-Match", ifMatch));

            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal("If-Match:format");
        }

        (await StateAsync(write, id)).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_WhenItIsTheVersionTheCallerSaw_IsDone(string operation)
    {
        foreach (var ifMatch in new[] { "\"2\"", "*", "\"1\", \"2\"", "W/\"9\",\"2\"", "" })
        {
            var (write, id, _) = await Given(operation);

            using var response = await Analyst.DoAsync(write, id, 0, ("If-Match", ifMatch));

            response.IsSuccessStatusCode.Should().BeTrue("{0}: {1}", ifMatch, await response.Content.ReadAsStringAsync());
            var after = await Analyst.ReadAsync(write, id);
            ((long)after["version"]!).Should().Be(3);
            response.Header("Cache-Control").Should().Be("no-cache, private");
            response.Header("Vary").Should().Be("Authorization, Accept-Language, X-Tenant-ID");
            // escalating answers with the incident that it made
            response.Header("ETag").Should().Be(operation == "escalateAnomaly" ? "\"1\"" : "\"3\"");
        }
    }

    [Theory]
    [InlineData("updateIncidentStatus", "", """{"status":"open"}""", "no move")]
    [InlineData("updateIncidentStatus", "", """{"status":"closed"}""", "no legal move")]
    [InlineData("updateIncidentStatus", "closed", """{"status":"open"}""", "no legal move")]
    [InlineData("updateIncident", "", """{"severity":"critical"}""", "no change")]
    [InlineData("updateIncident", "", "{}", "no change")]
    [InlineData("updateIncident", "closed", """{"title":"another"}""", "closed")]
    [InlineData("assignIncident", "", """{"assignee":null}""", "no change")]
    [InlineData("assignIncident", "closed", """{"assignee":"usr_a"}""", "closed")]
    [InlineData("updateAnomalyStatus", "", """{"status":"open"}""", "no move")]
    [InlineData("updateAnomalyStatus", "resolved", """{"status":"dismissed"}""", "no legal move")]
    [InlineData("assignAnomaly", "", """{"assignee":null}""", "no change")]
    [InlineData("linkAnomaly", "linked", """{"case_id":"case-0"}""", "no change")]
    [InlineData("escalateAnomaly", "escalated", "{}", "escalated already")]
    public async Task Condition_OfAnotherVersion_IsJudgedBeforeTheRestOfTheRules(string operation, string state, string body, string why)
    {
        var (write, id, _) = await Given(operation);
        await Bring(id, state);
        var (version, before) = ((await Analyst.ReadAsync(write, id))["version"], await StateAsync(write, id));

        using var stale = await Analyst.CallAsync(write.Method, write.PathTo(id), body, ("If-Match", "\"1\""));

        stale.StatusCode.Should().Be(HttpStatusCode.PreconditionFailed, why);
        stale.Header("ETag").Should().Be($"\"{version}\"");
        (await StateAsync(write, id)).Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Condition_OnAThingThatIsNotThere_IsJudgedAfterTheThing(string operation)
    {
        var write = WriteOperations.Named(operation);
        var theirs = await api.GivenNew(Tenants.Fresh(), write.Of);

        foreach (var id in new[] { theirs, write.Of == Thing.Incident ? Paths.UnknownIncident : Paths.UnknownAnomaly, "x" })
        {
            foreach (var ifMatch in new[] { "\"1\"", "*" })
            {
                using var response = await Analyst.DoAsync(write, id, 0, ("If-Match", ifMatch));

                await response.ProblemAsync(HttpStatusCode.NotFound, write.Of == Thing.Incident ? "error.incident_not_found" : "error.anomaly_not_found");
                response.Header("ETag").Should().BeNull();
            }
        }
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Read_OfAThing_CarriesItsVersionAndSparesWhatIsKnown(Thing kind)
    {
        var id = await api.GivenNew(_tenant, kind);
        var path = WriteOperations.PathOf(kind, id);
        (await Analyst.CallAsync("POST", path + "/comment", new { content = "c" })).Dispose();

        using var read = await Analyst.GetAsync(path);
        using var known = await Analyst.CallAsync("GET", path, null, ("If-None-Match", "\"1\", W/\"2\""));
        using var outdated = await Analyst.CallAsync("GET", path, null, ("If-None-Match", "\"1\""));

        read.Header("ETag").Should().Be("\"2\"");
        (await read.DataAsync())["version"]!.ToJsonString().Should().Be("2");
        read.Header("Cache-Control").Should().Be("no-cache, private");
        read.Header("Vary").Should().Be("Authorization, Accept-Language, X-Tenant-ID");
        known.StatusCode.Should().Be(HttpStatusCode.NotModified);
        known.Header("ETag").Should().Be("\"2\"");
        (await known.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        outdated.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Paths.Incidents)]
    [InlineData(Paths.Incidents + "/stats")]
    [InlineData("/admin/audit/anomalies")]
    [InlineData("/admin/audit/anomalies/stats")]
    [InlineData("/admin/audit/history")]
    [InlineData("/admin/audit/history/verify")]
    [InlineData("/admin/audit/me")]
    public async Task Read_OfMany_HasNoVersionAndIsForThatCallerAlone(string path)
    {
        await api.GivenIncident(_tenant);

        using var response = await Analyst.CallAsync("GET", path, null, ("If-None-Match", "*"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Header("ETag").Should().BeNull();
        response.Header("Cache-Control").Should().Be("no-cache, private");
        response.Header("Vary").Should().Be("Authorization, Accept-Language, X-Tenant-ID");
    }

    private async Task<(WriteOperation Write, string Id, string Before)> Given(string operation)
    {
        var write = WriteOperations.Named(operation);
        var id = await api.GivenThingFor(_tenant, write);
        return (write, id, await StateAsync(write, id));
    }

    private async Task Bring(string id, string state)
    {
        (string Method, string Path, string Body)[] steps = state switch
        {
            "" => [],
            "closed" => [("PUT", Paths.Incident(id) + "/status", """{"status":"resolved"}"""), ("PUT", Paths.Incident(id) + "/status", """{"status":"closed"}""")],
            "resolved" => [("PUT", Paths.Status(id), """{"status":"resolved"}""")],
            "linked" => [("POST", $"/admin/audit/anomalies/{id}/link", """{"case_id":"case-0"}""")],
            "escalated" => [("POST", $"/admin/audit/anomalies/{id}/escalate", "{}")],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        foreach (var (method, path, body) in steps)
        {
            using var response = await Analyst.CallAsync(method, path, body);
            response.IsSuccessStatusCode.Should().BeTrue();
        }
    }

    /// <summary>The thing, and all that the tenant has.</summary>
    private async Task<string> StateAsync(WriteOperation write, string id) => string.Join(
        '\n',
        (await Analyst.ReadAsync(write, id)).ToJsonString(),
        StoreFile.Text(api.DatabaseFile, "incidents", _tenant),
        StoreFile.Text(api.DatabaseFile, "history", _tenant));
}
