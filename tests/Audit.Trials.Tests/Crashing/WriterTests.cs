using System.Net;
using Audit.Trials.Crashing;

namespace Audit.Trials.Tests.Crashing;

/// <summary>What a writer makes of its answers, and of none.</summary>
public sealed class WriterTests(WrittenStore written) : IClassFixture<WrittenStore>
{
    private static int s_names;
    private readonly TrialReport _report = new();
    private readonly string _name = $"t{Interlocked.Increment(ref s_names)}";

    private HttpClient Service => written.Instance[Writer.Tenant];

    private Writer Writer => field ??= new Writer(_name, Instance.Tenants[2], 1, _report);

    private Judge Judge => new(_report, "here");

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "*should be done and was answered with 500*")]
    [InlineData(HttpStatusCode.Conflict, "*should be done and was answered with 409*")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "*should be done some time and was told 20 times to come again*")]
    public async Task Send_WhenItIsRefused_SaysSo(HttpStatusCode status, string finding)
    {
        using var refusing = Between.Scripted(status, "{}");

        (await Writer.SendAsync(refusing, Opening())).Should().BeFalse();

        _report.Shown.Should().ContainMatch(finding);
        Writer.Ledger.Things.Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"data":{"id":"inc_1","title":"other","severity":"low","status":"open","version":1}}""")]
    [InlineData("""{"data":{"id":"inc_1","title":"t","severity":"low","status":"open","version":2}}""")]
    public async Task Send_WhenTheAnswerIsAnotherOne_SaysSo(string answer)
    {
        using var lying = Between.Scripted(HttpStatusCode.Created, answer);

        await Writer.SendAsync(lying, Opening());

        _report.Shown.Should().ContainMatch("*should make it Picture * and was answered with *");
    }

    [Fact]
    public async Task Send_WhenABatchMadeTooFew_SaysSo()
    {
        using var lying = Between.Scripted(HttpStatusCode.Created, """{"items":[{"id":"ano_1"},{"id":"ano_1"}]}""");

        await Writer.SendAsync(lying, AnomalyWrites.Batch(["a", "b"], "low", existing: null));

        _report.Shown.Should().ContainMatch("batch * should make 2 things and made 1*");
    }

    [Theory]
    [InlineData("""{"results":[{"id":"ID","ok":true,"version":9}]}""", "*should make it Picture * and was answered with *")]
    [InlineData("""{"results":[{"id":"ID","ok":false,"problem":{"status":409}}]}""", "*should be done to all and was answered with *409*")]
    public async Task Send_WhenOneOfManyIsAnotherOne_SaysSo(string answer, string finding)
    {
        await Writer.SendAsync(Service, Opening());
        var id = Writer.Ledger.Newest(Picture.Incident, 1)[0];
        using var lying = Between.Scripted(HttpStatusCode.OK, answer.Replace("ID", id, StringComparison.Ordinal));

        await Writer.SendAsync(lying, new CommonWrites(Writer.Ledger, new IncidentWrites(Writer.Ledger)).CommentAll([id], "c"));

        _report.Shown.Should().ContainMatch(finding);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settle_WhenTheAnswerWasLost_LearnsFromTheStoreAndRepeatsWithoutDoingItTwice(bool isDone)
    {
        foreach (var write in new[] { Opening(key: _name), AnomalyWrites.Report(_name, "low", _name, key: null), AnomalyWrites.Batch([_name + "a", _name + "b"], "low", existing: null) })
        {
            await LoseAsync(write, isDone);

            var doubt = Writer.Settle(written.Unchanged(), Judge);
            doubt.Should().Be((write, isDone));
            await Writer.RepeatAsync(Service, write, isDone, Judge);
        }

        var id = Writer.Ledger.Newest(Picture.Incident, 1)[0];
        var conditional = new IncidentWrites(Writer.Ledger).Edit(id, _name + "z", "high", isConditional: true);
        await LoseAsync(conditional, isDone);
        Writer.Settle(written.Unchanged(), Judge).Should().Be((conditional, isDone));
        await Writer.RepeatAsync(Service, conditional, isDone, Judge);

        Writer.Settle(written.Unchanged(), Judge).Should().BeNull();
        Writer.Ledger.Things.Should().HaveCount(4);
        Writer.Ledger[id].Version.Should().Be(2);
        foreach (var (name, thing) in Writer.Ledger.Things)
        {
            written.Unchanged().ById[name].Should().ContainSingle().Which.Picture.Should().Be(thing.Picture);
        }

        _report.Shown.Should().BeEmpty();
        _report[isDone ? Writer.Done : Writer.NotDone].Should().Be(4);
    }

    [Fact]
    public async Task Settle_WhenOnlyHalfOfItIsThere_FindsIt()
    {
        await LoseAsync(AnomalyWrites.Batch([_name + "a", _name + "b"], "low", existing: null), isDone: true);
        var half = written.Changed($"DROP TRIGGER history_no_delete; DELETE FROM history WHERE request_id LIKE '{_name}r%' AND sequence = (SELECT MAX(sequence) FROM history WHERE request_id LIKE '{_name}r%')");

        Writer.Settle(half, Judge);

        _report.Shown.Should().ContainMatch("here: batch * should make 2 things or none and made 1");
    }

    [Theory]
    [InlineData(true, "*it should be replayed")]
    [InlineData(false, "*once more it should be answered with 412 and was with 200*")]
    public async Task Repeat_WhenItIsDoneTwice_FindsIt(bool isKeyed, string finding)
    {
        await Writer.SendAsync(Service, Opening());
        var id = Writer.Ledger.Newest(Picture.Incident, 1)[0];
        var write = isKeyed
            ? new CommonWrites(Writer.Ledger, new IncidentWrites(Writer.Ledger)).Comment(id, "c", _name)
            : new IncidentWrites(Writer.Ledger).Edit(id, _name, "high", isConditional: true);

        await Writer.RepeatAsync(Service, write, wasDone: true, Judge);

        _report.Shown.Should().ContainMatch(finding);
    }

    private Write Opening(string? key = null) => IncidentWrites.Open(_name + "o", "low", key);

    /// <summary>The process is killed before it has done it, or before it has said so.</summary>
    private async Task LoseAsync(Write write, bool isDone)
    {
        using var dying = Between.Caller(Service, async (_, send) =>
        {
            using var lost = isDone ? await send() : null;
            throw new HttpRequestException("killed");
        });
        await FluentActions.Awaiting(() => Writer.SendAsync(dying, write)).Should().ThrowAsync<HttpRequestException>();
    }
}
