using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

/// <summary>What two tenants are answered reads the same where the same became of both, and else it doesn't.</summary>
public sealed class ReadingTests
{
    private const string Json = "application/json";
    private static readonly Identifiers s_theirs = Known("theirword", "tnt-theirs", 'a');
    private static readonly Identifiers s_nobodys = Known("nobodysword", "tnt-nobody", 'b');

    [Fact]
    public void Difference_WhenOnlyOwnIdsTimesAndIdentifiersDiffer_IsNone() =>
        Difference(
            Of(404, $$$"""{"detail":"No theirword","instance":"/{{{Id("inc", 'a')}}}","timestamp":"2026-11-20T10:00:00.000Z","trace_id":"1","data":{"id":"{{{Id("inc", 'x')}}}","created_at":1}}"""),
            Of(404, $$$"""{"detail":"No nobodysword","instance":"/{{{Id("inc", 'b')}}}","timestamp":"2026-11-20T10:00:01.000Z","trace_id":"2","data":{"id":"{{{Id("inc", 'y')}}}","created_at":2}}""")).Should().BeNull();

    [Theory]
    [InlineData(200, "{}", 404, "{}", "status 200 and 404*")]
    [InlineData(200, """{"total":3}""", 200, """{"total":4}""", "body*3 and*4")]
    [InlineData(200, """{"data":{"note":null}}""", 200, """{"data":{}}""", "body*")]
    [InlineData(200, """{"resolved_at":1}""", 200, """{"resolved_at":null}""", "body*")]
    [InlineData(200, """{"items":[1,2]}""", 200, """{"items":[2,1]}""", "body*")]
    [InlineData(200, """{"by_day":[{"created":1,"resolved":0}]}""", 200, """{"by_day":[{"created":1,"resolved":1}]}""", "body*")]
    [InlineData(200, """{"next_cursor":"aW5jXw"}""", 200, "{}", "body*")]
    [InlineData(404, """{"detail":"theirword"}""", 404, """{"detail":"none"}""", "body*")]
    public void Difference_WhenTheyCanBeToldApart_SaysHow(int status, string body, int otherStatus, string otherBody, string expected) =>
        Difference(Of(status, body), Of(otherStatus, otherBody)).Should().Match(expected);

    [Fact]
    public void Difference_WhenAHeaderDiffers_SaysWhich()
    {
        Difference(Of(200, "{}", ("ETag", "\"1\"")), Of(200, "{}", ("ETag", "\"2\""))).Should().Be("headers ETag: \"1\" and ETag: \"2\"");
        Difference(Of(200, "{}", ("Idempotency-Replayed", "true")), Of(200, "{}")).Should().Be("headers Idempotency-Replayed: true");
        Difference(Of(200, "{}", ("Vary", "a"), ("Vary", "a")), Of(200, "{}", ("Vary", "a"))).Should().StartWith("headers");
        Difference(Of(200, "{}", ("Date", "a")), Of(200, "{}", ("Date", "b"))).Should().BeNull();
    }

    [Fact]
    public void Difference_WhenOwnIdsComeInAnotherOrder_FindsIt()
    {
        var (reading, other) = (new Reading("tnt-one", s_theirs), new Reading("tnt-two", s_nobodys));
        _ = reading.Of(Of(200, $$"""["{{Id("inc", 'x')}}","{{Id("inc", 'y')}}"]"""));
        _ = other.Of(Of(200, $$"""["{{Id("inc", 'v')}}","{{Id("inc", 'w')}}"]"""));

        Comparison.Difference(reading.Of(Of(200, $"\"{Id("inc", 'y')}\"")), other.Of(Of(200, $"\"{Id("inc", 'w')}\""))).Should().BeNull();
        Comparison.Difference(reading.Of(Of(200, $"\"{Id("inc", 'y')}\"")), other.Of(Of(200, $"\"{Id("inc", 'v')}\""))).Should().StartWith("body");
    }

    private static string? Difference(Answer one, Answer other) =>
        Comparison.Difference(new Reading("tnt-one", s_theirs).Of(one), new Reading("tnt-two", s_nobodys).Of(other));

    private static Answer Of(int status, string body, params (string, string)[] headers) => new(status, [("Content-Type", Json), .. headers], body);

    private static string Id(string prefix, char fill) => $"{prefix}_{new string(fill, 26)}";

    private static Identifiers Known(string word, string tenant, char fill) =>
        new(word, tenant, Id("inc", fill), Id("ano", fill), Id("cmt", fill), new string(fill, 64), "cursor-" + fill, "another-" + fill);
}
