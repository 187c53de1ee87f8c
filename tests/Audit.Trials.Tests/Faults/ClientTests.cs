using System.Net;
using System.Text.Json.Nodes;
using Audit.Trials.Crashing;
using Audit.Trials.Faults;
using Audit.Trials.Tests.Crashing;

namespace Audit.Trials.Tests.Faults;

/// <summary>What readers and writers find when the service says something wrong, or does what it has refused.</summary>
public sealed class ClientTests(WrittenStore written) : IClassFixture<WrittenStore>
{
    private static int s_names;
    private readonly TrialReport _report = new();
    private readonly Known _known = new();
    private readonly string _name = $"c{Interlocked.Increment(ref s_names)}";

    /// <summary>Nobody else's, so that its numbers are known.</summary>
    private string Tenant => "tnt_" + _name;

    private AnswerJudge Judge => field ??= Refusals.Judge(_report, Expectation.Either);

    private WritingClient Writer => field ??= new WritingClient(_name, Tenant, 1, _known, Judge);

    private ReadingClient Reader => new(Tenant, 1, _known, Judge);

    [Fact]
    public async Task All_WhenTheServiceIsRight_FindNothing()
    {
        using var service = await SignInAsync();
        await WriteAsync(service);

        await ReadAllAsync(service);
        _known.Settle(Judge);
        Writer.CheckRefused(written.Unchanged(), new Judge(_report, "here"));

        _report.Shown.Should().BeEmpty();
    }

    [Fact]
    public async Task Send_WhenARefusedWriteIsDoneAllTheSame_FindsIt()
    {
        using var service = await SignInAsync();
        using var refusing = Between.Caller(service, async (_, send) =>
        {
            (await send()).Dispose();
            return Refusals.Answer(HttpStatusCode.ServiceUnavailable, Refusals.Right);
        });

        (await Writer.SendAsync(refusing, IncidentWrites.Open("t", "low", key: null))).Should().BeFalse();
        _report.Shown.Should().BeEmpty();
        Writer.CheckRefused(written.Unchanged(), new Judge(_report, "here"));
        await Reader.ListAsync(service, Picture.Incident);

        _report.Shown.Should().ContainMatch("here: open (POST *) was refused with 503 and is done all the same")
            .And.ContainMatch("here: */incidents* should count 0 to 0 and counts 1*");
    }

    [Fact]
    public async Task Send_WhenAnAcknowledgedWriteIsLost_ReadersFindIt()
    {
        using var lying = Between.Scripted(HttpStatusCode.Created, """{"data":{"id":"inc_01234567890123456789012345","title":"t","severity":"low","description":"说明 t","status":"open","version":1}}""");
        using var service = await SignInAsync();

        await Writer.SendAsync(lying, IncidentWrites.Open("t", "low", key: null));
        _report.Shown.Should().BeEmpty();
        await Reader.ListAsync(service, Picture.Incident);
        var (id, thing) = _known.Any(new Random(1))!.Value;
        await Reader.ThingAsync(service, id, thing);

        _report.Shown.Should().ContainMatch("here: */incidents* should count 1 to 1 and counts 0*").And.ContainMatch($"here: GET *{id} should be done, *but it is no 503*");
    }

    [Theory]
    [InlineData("/inc_", "version", 1, "*should have the version 2 at least*")]
    [InlineData("/inc_", "version", 9, "*shows inc_* as nobody made it*")]
    [InlineData("/inc_", "title", "other", "*should show inc_* as Picture * and shows Picture *other*")]
    [InlineData("/inc_", "id", "inc_other", "*should be inc_*")]
    public async Task Thing_WhenItIsWrong_IsFound(string path, string member, object lie, string finding)
    {
        using var service = await SignInAsync();
        await WriteAsync(service);
        using var liar = Between.Liar(service, path, answer => answer["data"]![member] = JsonValue.Create(lie));

        await Reader.ThingAsync(liar, Incident.Id, Incident.Thing);
        _known.Settle(Judge);

        _report.Shown.Should().ContainMatch(finding);
    }

    [Fact]
    public async Task OtherReads_WhenTheyAreWrong_AreFound()
    {
        using var service = await SignInAsync();
        await WriteAsync(service);
        using var liar = Between.Liar(service, "/admin/audit/", answer =>
        {
            answer["total"] = 0;
            if (answer["items"] is JsonArray items)
            {
                items.Clear();
            }
            else
            {
                answer["data"]!["by_status"]!["open"] = 99;
            }
        });

        await Reader.ListAsync(liar, Picture.Incident);
        await Reader.StatsAsync(liar, Picture.Anomaly);
        await Reader.SearchAsync(liar, Anomaly.Id, Anomaly.Thing);
        await Reader.HistoryAsync(liar, Incident.Id, Incident.Thing);

        _report.Shown.Should().HaveCount(4)
            .And.ContainMatch("*should count 1 to 1 and counts 0*").And.ContainMatch("*should count 1 to 1 and counts 99*")
            .And.ContainMatch("*should find ano_* alone*").And.ContainMatch("*should have the 2 entries that were acknowledged*");
    }

    [Fact]
    public async Task History_WhenItIsAnothers_IsFound()
    {
        using var service = await SignInAsync();
        await WriteAsync(service);
        using var liar = Between.Liar(service, "/timeline", answer => answer["items"]![0]!["request_id"] = "other");

        await Reader.HistoryAsync(liar, Incident.Id, Incident.Thing);
        _known.Settle(Judge);

        _report.Shown.Should().ContainMatch("*should begin * and says (other, created)*");
    }

    private (string Id, KnownThing Thing) Incident => Writer.Ledger.Things.Where(t => t.Value.Picture.Kind == Picture.Incident).Select(t => (t.Key, t.Value)).Single();

    private (string Id, KnownThing Thing) Anomaly => Writer.Ledger.Things.Where(t => t.Value.Picture.Kind == Picture.Anomaly).Select(t => (t.Key, t.Value)).Single();

    private Task<HttpClient> SignInAsync() => written.Instance.Service.SignedInAsync("usr_faults", Tenant, scope: "audit:ingest");

    private async Task WriteAsync(HttpClient service)
    {
        await Writer.SendAsync(service, IncidentWrites.Open("t", "low", key: null));
        await Writer.SendAsync(service, AnomalyWrites.Report(_name + "word", "low", externalId: null, key: null));
        await Writer.SendAsync(service, new CommonWrites(Writer.Ledger, new IncidentWrites(Writer.Ledger)).Comment(Incident.Id, "c", key: null));
    }

    private async Task ReadAllAsync(HttpClient service)
    {
        foreach (var (id, thing) in (IEnumerable<(string, KnownThing)>)[Incident, Anomaly])
        {
            await Reader.ThingAsync(service, id, thing);
            await Reader.HistoryAsync(service, id, thing);
            await Reader.SearchAsync(service, id, thing);
            await Reader.ListAsync(service, thing.Picture.Kind);
            await Reader.StatsAsync(service, thing.Picture.Kind);
        }
    }
}
