using Audit.Trials.Loading;

namespace Audit.Trials.Tests.Loading;

/// <summary>What an answer says was done is what was asked for.</summary>
public sealed class AcknowledgeTests
{
    private readonly Actor _actor = Sample.Actor();
    private readonly Books _books = new();

    [Fact]
    public void Acknowledge_OfABatchThatMadeFewer_FindsIt()
    {
        var call = Calls.Batch(_actor, "low", number: 2, words: 5);

        Acknowledge(call, """{"code":0,"items":[{"id":"ano_1","status":"open"}]}""").Violation.Should().Match("batch (*) should be done to 2 things and was to 1: *");
    }

    [Theory]
    [InlineData("503", 1, null)]
    [InlineData("409", 0, "bulk (*) should be done to all and got *409*")]
    public void Acknowledge_OfABulkChange_TakesOnlyABusyPart(string status, int busy, string? finding)
    {
        var call = Calls.CommentMany(_actor, isIncident: true, ["inc_1", "inc_2"]);

        var (counted, violation) = Acknowledge(call, $$$"""{"code":0,"results":[{"id":"inc_1","ok":true,"version":4},{"id":"inc_2","ok":false,"problem":{"status":{{{status}}}}}]}""");

        counted.Should().Be(busy);
        (violation is null).Should().Be(finding is null);
        violation?.Should().Match(finding);
        _books.Writes[call.RequestId].Changes.Should().Equal(("inc_1", 4));
    }

    [Fact]
    public void Acknowledge_OfAMove_KnowsTheNewVersion()
    {
        var thing = new Known("inc_1", 1, "open");
        _actor.Shelf.Put(thing);

        Acknowledge(Calls.Move(_actor, thing, isForward: true), """{"code":0,"data":{"id":"inc_1","version":2,"status":"investigating"}}""").Should().Be((0, null));

        _actor.Shelf.Any(new Random(1), isIncident: true).Should().Be(new Known("inc_1", 2, "investigating"));
    }

    private (int Busy, string? Violation) Acknowledge(Call call, string answer)
    {
        _books.Open(call);
        return _books.Acknowledge(call, Sample.Reply(call.Success, answer));
    }
}
