using Audit.Application.History;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;

namespace Audit.Application.Tests.History;

/// <summary>Histories in which nothing is wrong, whole and in parts.</summary>
public sealed class VerifyHistoryTests
{
    private static readonly string s_zeros = new('0', 64);
    private readonly KeptHistory _history = new();

    [Fact]
    public async Task Handle_WhenThereIsNoHistory_IsValidAndBeforeItsBeginning() => ShouldBeValid(await _history.VerifyAsync(), 0, 1, 0, s_zeros);

    [Fact]
    public async Task Handle_WhenNothingWasTouched_IsValidAndSaysItsEnd()
    {
        var (incident, anomaly) = (_history.Opened(), _history.Reported());
        incident.MoveTo(IncidentStatus.Resolved, new Outcome(Resolution.Benign, "why"), Given.Analyst, Given.Now);
        incident.AddComment("x", Given.Analyst, Given.Now);
        _history.Save(incident);
        anomaly.MoveTo(AnomalyStatus.Dismissed, "why", Given.Analyst, Given.Now);
        anomaly.LinkTo(incident.Id, Given.Analyst, Given.Now);
        _history.Save(anomaly);

        ShouldBeValid(await _history.VerifyAsync(), 7, 1, 7, _history.End.Hash);
    }

    [Fact]
    public async Task Handle_WhenItIsLong_IsReadOnceFromItsVeryBeginning()
    {
        _history.OfLength(1201);

        ShouldBeValid(await _history.VerifyAsync(), 1201, 1, 1201, _history.End.Hash);

        _history.Reads.Should().Equal((long.MinValue, 100_000));
    }

    [Fact]
    public async Task Handle_WhenItBeginsInTheMiddle_IsReadOnceFromTheEntryBefore()
    {
        _history.OfLength(9);

        ShouldBeValid(await _history.VerifyAsync(from: 4, limit: 6), 6, 4, 9, _history.End.Hash);

        _history.Reads.Should().Equal((3, 7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(700)]
    public async Task Handle_WhenThereIsALimit_StopsThereAndGoesOnBehindIt(int limit)
    {
        _history.OfLength(701);

        var first = await _history.VerifyAsync(limit: limit);
        var rest = await _history.VerifyAsync(from: first.LastSequence + 1);

        ShouldBeValid(first, limit, 1, limit, _history.HashOf(limit));
        ShouldBeValid(rest, 701 - limit, limit + 1, 701, _history.End.Hash);
    }

    [Fact]
    public async Task Handle_WhenTheLimitIsTheWholeHistory_IsValid()
    {
        _history.OfLength(500);

        ShouldBeValid(await _history.VerifyAsync(limit: 500), 500, 1, 500, _history.End.Hash);
    }

    [Fact]
    public async Task Handle_WhenItBeginsBehindTheEnd_ChecksNothingAndSaysTheEntryBefore()
    {
        _history.OfLength(3);

        ShouldBeValid(await _history.VerifyAsync(from: 4), 0, 4, 3, _history.End.Hash);
    }

    /// <summary>Whoever goes on from there once knew that there were entries up to there.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(long.MaxValue)]
    public async Task Handle_WhenItBeginsFurtherBehindTheEnd_NamesTheFirstThatIsMissing(long from)
    {
        _history.OfLength(3);

        (await _history.VerifyAsync(from: from)).Should().BeEquivalentTo(
            new { Valid = false, Checked = 0L, LastSequence = 3L, LastHash = _history.End.Hash, BrokenAt = 4L, Reason = "missing_tail" });
    }

    /// <summary>What lies before the first entry is taken for granted.</summary>
    [Fact]
    public async Task Handle_WhenItBeginsBehindABrokenEntry_IsValid()
    {
        _history.OfLength(5);
        _history.Set(2, "ActorId", "usr_2");
        _history.Remove(s => s == 1);

        ShouldBeValid(await _history.VerifyAsync(from: 4), 2, 4, 5, _history.End.Hash);
    }

    [Fact]
    public async Task Handle_WhenAThingIsMovedAgainBehindTheLimit_IsJudgedByItsLastMoveAlone()
    {
        _history.OfLength(10);

        ShouldBeValid(await _history.VerifyAsync(from: 2, limit: 5), 5, 2, 6, _history.HashOf(6));
    }

    [Fact]
    public async Task Handle_WhenManyThingsAreMovedAgainBehindTheLimit_AsksForTheirMovesTogether()
    {
        var anomalies = Enumerable.Range(0, 600).Select(_ => _history.Reported()).ToList();
        foreach (var anomaly in anomalies.Skip(10))
        {
            anomaly.MoveTo(AnomalyStatus.Resolved, reason: null, Given.Analyst, Given.Now);
            _history.Save(anomaly);
        }

        ShouldBeValid(await _history.VerifyAsync(limit: 600), 600, 1, 600, _history.HashOf(600));

        _history.MovesAsked.Select(ids => ids.Count).Should().Equal(490, 100);
    }

    [Theory]
    [InlineData(1, 1, 100)]
    [InlineData(5, 1, 100)]
    [InlineData(3, 4, 100)]
    [InlineData(5, 1, 2)]
    [InlineData(1, 6, 100)]
    [InlineData(5, 6, 100)]
    public async Task Handle_WhenTheExpectedEntryIsThere_IsValidWhereverItLies(int expected, int from, int limit)
    {
        _history.OfLength(5);

        (await _history.VerifyAsync(from, limit, expected, $" {_history.HashOf(expected).ToUpperInvariant()} ")).Valid.Should().BeTrue();
    }

    [Fact]
    public async Task Handle_WhenTextsWereRedacted_IsValid()
    {
        var anomaly = _history.Reported();
        anomaly.MoveTo(AnomalyStatus.Resolved, "x", Given.Analyst, Given.Now);
        _history.Save(anomaly);
        _history.Set(2, "Note", null);
        _history.Set(2, "NoteSha256", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");

        (await _history.VerifyAsync()).Valid.Should().BeTrue();
    }

    private static void ShouldBeValid(VerificationDto found, long count, long first, long last, string hash) => found.Should().BeEquivalentTo(new VerificationDto
    {
        Valid = true,
        Checked = count,
        FirstSequence = first,
        LastSequence = last,
        LastHash = hash,
        BrokenAt = null,
        Reason = null,
        SubjectId = null,
    });
}
