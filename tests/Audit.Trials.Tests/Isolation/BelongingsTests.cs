using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class BelongingsTests
{
    private const string Thing = "GET /admin/audit/incidents/inc_00000000000000000000000001";

    [Theory]
    [InlineData("GET /admin/audit/incidents", """{"items":[],"total":0,"pagination":{"has_next":false}}""")]
    [InlineData("GET /admin/audit/anomalies/stats", """{"data":{}}""")]
    [InlineData("GET /admin/audit/history", """{"items":[{"hash":"a"}],"pagination":{"has_next":false}}""")]
    [InlineData("GET /admin/audit/history/verify", """{"data":{"valid":true,"last_sequence":2}}""")]
    [InlineData(Thing, """{"data":{"title":"u"}}""")]
    [InlineData(Thing + "/timeline", """{"items":[]}""")]
    public async Task Read_WhenSomethingHasChanged_IsNotTheSame(string call, string body)
    {
        using var changed = Scripted.Service((call, 200, body));

        Comparison.FirstLine(await ReadAsync(new Scripted()), await ReadAsync(changed)).Should().NotBeNull();
    }

    [Fact]
    public async Task Read_WhenOnlyTheTimeHasChanged_IsTheSame()
    {
        using var now = Scripted.Service((Thing, 200, """{"data":{"title":"t"},"timestamp":"2026-11-20T10:00:00.000Z"}"""));
        using var later = Scripted.Service((Thing, 200, """{"data":{"title":"t"},"timestamp":"2026-11-20T10:00:01.000Z"}"""));

        (await ReadAsync(now)).Should().Be(await ReadAsync(later));
    }

    [Fact]
    public async Task Read_WhenSomethingOwnIsNotThere_FindsIt()
    {
        var report = new TrialReport();
        using var service = Scripted.Service((Thing, 404, "{}"));

        await FluentActions.Awaiting(() => ReadAsync(service, report)).Should().ThrowAsync<TrialException>();

        report.Shown.Should().ContainSingle().Which.Should().Match("*what is the tenant's own should come, but 404 came*");
    }

    private static async Task<string> ReadAsync(Scripted service, TrialReport? report = null)
    {
        using var client = service.Client();
        return await Belongings.ReadAsync(client, 10, report ?? new TrialReport(), _ => { }, CancellationToken.None);
    }
}
