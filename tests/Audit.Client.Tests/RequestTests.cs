using System.Globalization;
using System.Net;

namespace Audit.Client.Tests;

/// <summary>What stands on the wire.</summary>
public sealed class RequestTests
{
    private readonly Wire _wire = new([.. Enumerable.Repeat(Wire.Answer(HttpStatusCode.BadRequest), 10)]);

    [Fact]
    public async Task Body_WithNullMembers_LeavesThemOut()
    {
        await SendAsync(a => a.Incidents.CreateAsync(new() { Title = "暴力破解 <b> \"+\"", Severity = Severity.Critical }));

        _wire.Received[0].Body.Should().Be("""{"title":"暴力破解 <b> \"+\"","severity":"critical"}""");
    }

    [Fact]
    public async Task Assignee_WhenNull_IsSentWhereItUnassigns()
    {
        await SendAsync(a => a.Incidents.AssignAsync("inc_1", new() { Assignee = null }));
        await SendAsync(a => a.Anomalies.ChangeManyAsync(new() { Ids = ["ano_1"], Assignee = null }));
        await SendAsync(a => a.Anomalies.ChangeManyAsync(new() { Ids = ["ano_1"], Status = AcceptedAnomalyStatus.FalsePositive }));
        await SendAsync(a => a.Anomalies.UpdateStatusAsync("ano_1", new() { Status = AcceptedAnomalyStatus.Open, Assignee = null }));

        _wire.Received.Select(r => r.Body).Should().BeEquivalentTo(
            ["""{"assignee":null}""", """{"ids":["ano_1"],"assignee":null}""", """{"status":"false_positive","ids":["ano_1"]}""", """{"status":"open"}"""]);
    }

    [Fact]
    public async Task Query_InAnyCulture_IsEscapedAndRepeated()
    {
        CultureInfo.CurrentCulture = new CultureInfo("sv-SE");

        await SendAsync(a => a.Incidents.ListAsync(new() { Status = [IncidentStatus.Open, IncidentStatus.Closed], Assignee = [], Search = "a&b=c +导出", Sort = SortOrder.CreatedAtDescending, Page = 1 }));
        await SendAsync(a => a.History.ListAsync(new() { FromSequence = -1 }));

        _wire.Received.Select(r => r.Uri.PathAndQuery).Should().Equal(
            "/audit/api/v1/admin/audit/incidents?status=open&status=closed&search=a%26b%3Dc%20%2B%E5%AF%BC%E5%87%BA&sort=-created_at&page=1",
            "/audit/api/v1/admin/audit/history?from_sequence=-1");
    }

    [Fact]
    public async Task Headers_OfTheCall_StandForTheClients()
    {
        await SendAsync(a => a.Me.GetAsync());
        await SendAsync(a => a.Incidents.UpdateAsync("inc_1", new(), ifMatch: "\"3\"", options: new() { TenantId = "tnt_b", AcceptLanguage = "en", Prefer = "handling=lenient", RequestId = "req-7" }));

        Headers(_wire.Received[0]).Should().Equal("Bearer t", "handling=strict", "zh-CN", "tnt_a", null, null);
        Headers(_wire.Received[1]).Should().Equal("Bearer t", "handling=lenient", "en", "tnt_b", "req-7", "\"3\"");
    }

    [Fact]
    public async Task Value_ThatIsUnknown_IsNotSent()
    {
        await Client().Invoking(a => a.Incidents.CreateAsync(new() { Title = "T", Severity = Severity.Unknown })).Should().ThrowAsync<ArgumentException>();
        await Client().Invoking(a => a.Incidents.ListAsync(new() { Severity = [Severity.Unknown] })).Should().ThrowAsync<ArgumentException>();
        _wire.Received.Should().BeEmpty();
    }

    private static IEnumerable<string?> Headers(Received request) =>
        new[] { "Authorization", "Prefer", "Accept-Language", "X-Tenant-ID", "X-Request-Id", "If-Match" }.Select(name => request[name]);

    private Task SendAsync<T>(Func<AuditClient, Task<T>> call) => Refused.ByAsync(call(Client()), HttpStatusCode.BadRequest);

    private AuditClient Client() =>
        new(new HttpClient(_wire, disposeHandler: false) { BaseAddress = new Uri("http://localhost/audit/api/v1") }, new() { Token = _ => ValueTask.FromResult("t"), TenantId = "tnt_a", AcceptLanguage = "zh-CN" });
}
