using System.Net;
using Audit.Api.Tests.Processes;
using Audit.Trials.Running;

namespace Audit.Api.Tests.Requests;

/// <summary>Many at once: of those who saw the same version one wins, and who adds something never loses.</summary>
public sealed class RacingWritersTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private const int Many = 20;
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public static TheoryData<string> Writes => WriteOperations.Ids;

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_ByManyWhoSawTheSameVersion_IsDoneForOneOfThem(string operation)
    {
        var write = WriteOperations.Named(operation);
        var id = await api.GivenThingFor(_tenant, write);

        var responses = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Analyst.DoAsync(write, id, i, ("If-Match", "\"2\""))));

        var winner = responses.Should().ContainSingle(r => r.IsSuccessStatusCode).Subject;
        foreach (var loser in responses.Where(r => r != winner))
        {
            await loser.ProblemAsync(HttpStatusCode.PreconditionFailed, "error.precondition_failed");
            loser.Header("ETag").Should().Be("\"3\"");
        }

        ((long)(await Analyst.ReadAsync(write, id))["version"]!).Should().Be(3);
        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(write.Of == Thing.Incident || operation == "escalateAnomaly" ? 1 : 0);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Theory]
    [InlineData("addIncidentComment")]
    [InlineData("addAnomalyComment")]
    public async Task Comment_ByManyWithoutCondition_IsTakenFromEach(string operation)
    {
        var write = WriteOperations.Named(operation);
        var id = await api.GivenNew(_tenant, write.Of);

        var responses = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Analyst.DoAsync(write, id, i)));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        responses.Select(r => r.Header("ETag")).Should().BeEquivalentTo(Enumerable.Range(2, Many).Select(v => $"\"{v}\""));
        var comments = (await Analyst.ReadAsync(write, id))["comments"]!.AsArray();
        comments.Select(c => (string)c!["content"]!).Should().BeEquivalentTo(Enumerable.Range(0, Many).Select(i => $"comment {i}"));
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Link_OfManyAnomaliesToOneIncident_IsTakenFromEach()
    {
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;
        var anomalies = new List<string>();
        for (var i = 0; i < Many; i++)
        {
            anomalies.Add(await api.GivenAnomaly(_tenant));
        }

        var responses = await Task.WhenAll(anomalies.Select(a => Analyst.CallAsync("POST", $"/admin/audit/anomalies/{a}/link", new { case_id = incident })));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        var data = await Analyst.ReadAsync(WriteOperations.Named("updateIncident"), incident);
        data["source_anomaly_ids"]!.AsArray().Select(a => (string)a!).Should().BeEquivalentTo(anomalies);
        ((long)data["version"]!).Should().Be(1 + Many);
        StoreFile.History(api.DatabaseFile, _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Escalate_ByManyWithoutCondition_MakesOneIncident()
    {
        var write = WriteOperations.Named("escalateAnomaly");
        var id = await api.GivenAnomaly(_tenant);

        var responses = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Analyst.DoAsync(write, id, i)));

        var made = await responses.Should().ContainSingle(r => r.StatusCode == HttpStatusCode.Created).Subject.DataAsync();
        foreach (var loser in responses.Where(r => r.StatusCode != HttpStatusCode.Created))
        {
            var problem = await loser.ProblemAsync(HttpStatusCode.Conflict, "error.already_escalated");
            ((string)problem["i18n_args"]!["incident_id"]!).Should().Be((string)made["id"]!);
        }

        StoreFile.Count(api.DatabaseFile, "incidents", _tenant).Should().Be(1);
    }

    [Fact]
    public async Task Write_OfManyKindsAtOnce_IsOneChainAndNothingIsLost()
    {
        var incident = (string)(await api.GivenIncident(_tenant))["id"]!;
        var writes = new[] { "updateIncident", "assignIncident", "addIncidentComment" }.Select(WriteOperations.Named).ToList();

        var responses = await Task.WhenAll(Enumerable.Range(0, 3 * Many).Select(i => Analyst.DoAsync(writes[i % 3], incident, i)));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        var data = await Analyst.ReadAsync(writes[0], incident);
        ((long)data["version"]!).Should().Be(1 + (3 * Many));
        data["comments"]!.AsArray().Should().HaveCount(Many);
        var history = StoreFile.History(api.DatabaseFile, _tenant);
        history.ShouldBeOneChain();
        history.Should().HaveCount(1 + (3 * Many));
        ((string)history.Last(e => e["action"].Equals("updated"))["note"]).Should().EndWith($"\"to\":\"{data["title"]}\"}}");
        data["assignee"]!.ToString().Should().Be((string)history.Last(e => e["action"].Equals("assigned"))["to"]);
    }

    [Fact]
    public async Task Comment_ByTwoInstancesOnOneFile_IsTakenFromEach()
    {
        using var folder = new TemporaryFolder();
        var store = ("ConnectionStrings:Audit", "Data Source=" + folder.File("audit.db"));
        using var one = new AuditApi(null, store);
        using var other = new AuditApi(null, store);
        using var first = one.Analyst(_tenant);
        using var second = other.Analyst(_tenant, "usr_b");
        var write = WriteOperations.Named("addIncidentComment");
        var id = (string)(await one.GivenIncident(_tenant))["id"]!;

        var responses = await Task.WhenAll(Enumerable.Range(0, Many).Select(i =>
            Calls.PatientlyAsync(() => (i % 2 == 0 ? first : second).DoAsync(write, id, i))));

        responses.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK);
        (await second.ReadAsync(write, id))["comments"]!.AsArray().Should().HaveCount(Many);
        StoreFile.History(folder.File("audit.db"), _tenant).ShouldBeOneChain();
    }

    [Fact]
    public async Task Write_ByTwoInstancesThatSawTheSameVersion_IsDoneForOneOfThem()
    {
        using var folder = new TemporaryFolder();
        var store = ("ConnectionStrings:Audit", "Data Source=" + folder.File("audit.db"));
        using var one = new AuditApi(null, store);
        using var other = new AuditApi(null, store);
        using var first = one.Analyst(_tenant);
        using var second = other.Analyst(_tenant, "usr_b");
        var write = WriteOperations.Named("updateIncident");
        var id = (string)(await one.GivenIncident(_tenant))["id"]!;
        // the other one has started, too
        (await second.ReadAsync(write, id))["version"]!.ToJsonString().Should().Be("1");

        var responses = await Task.WhenAll(Enumerable.Range(0, Many).Select(i =>
            Calls.PatientlyAsync(() => (i % 2 == 0 ? first : second).DoAsync(write, id, i, ("If-Match", "\"1\"")))));

        responses.Should().ContainSingle(r => r.StatusCode == HttpStatusCode.OK);
        responses.Count(r => r.StatusCode == HttpStatusCode.PreconditionFailed).Should().Be(Many - 1);
        ((long)(await second.ReadAsync(write, id))["version"]!).Should().Be(2);
    }
}
