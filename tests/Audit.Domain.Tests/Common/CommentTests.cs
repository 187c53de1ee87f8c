using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.Incidents;

namespace Audit.Domain.Tests.Common;

public sealed class CommentTests
{
    private readonly Anomaly _anomaly = Given.AnomalyIn(AnomalyStatus.Dismissed);
    private readonly Incident _incident = Given.IncidentIn(IncidentStatus.Open);

    [Fact]
    public void By_WhenWritten_SaysWhoWhatAndWhen()
    {
        var comment = Comment.By(new Actor("usr_1", "Li Si"), "It was us\n\ttesting", Given.Start, before: []);

        comment.Should().BeEquivalentTo(new { AuthorId = "usr_1", AuthorName = "Li Si", Content = "It was us\n\ttesting", CreatedAt = Given.Start });
        Ids.CanBe(Ids.Comment, comment.Id).Should().BeTrue();
    }

    [Fact]
    public void By_WhenTheAuthorHasNoName_LeavesItOut() => Comment.By(new Actor("usr_1"), "x", Given.Start, before: []).AuthorName.Should().BeNull();

    [Theory]
    [InlineData("Li Si")]
    [InlineData(null)]
    public void Of_WhenReadBack_IsAsItWasWritten(string? name)
    {
        var comment = Comment.Of("cmt_01k5m8z0c2e9v7q4t6x8y1w3ra", "usr_1", name, "It was us", Given.Start);

        comment.Should().BeEquivalentTo(new { Id = "cmt_01k5m8z0c2e9v7q4t6x8y1w3ra", AuthorId = "usr_1", AuthorName = name, Content = "It was us", CreatedAt = Given.Start });
    }

    /// <summary>Their place tells the order, so their times need not.</summary>
    [Fact]
    public void AddComment_WhenTheClockStandsOrGoesBack_KeepsTheOrderAndTheTimes()
    {
        DateTimeOffset[] times = [Given.Later, Given.Later, Given.Start, Given.Later];
        foreach (var (i, time) in times.Index())
        {
            _anomaly.AddComment($"{i}", Given.Analyst, time);
            _incident.AddComment($"{i}", Given.Analyst, time);
        }

        foreach (var comments in new[] { _anomaly.Comments, _incident.Comments })
        {
            comments.Select(c => c.Content).Should().Equal("0", "1", "2", "3");
            comments.Select(c => c.CreatedAt).Should().Equal(times);
            comments.Select(c => Ids.TimeOf(c.Id)).Should().Equal(times);
        }
    }

    /// <summary>The store tells by the list itself whether there is something new to keep.</summary>
    [Fact]
    public void AddComment_WhenWritten_LeavesTheListAsItWasReadBefore()
    {
        _anomaly.AddComment("first", Given.Analyst, Given.Start);
        _incident.AddComment("first", Given.Analyst, Given.Start);
        var (ofAnomaly, ofIncident) = (_anomaly.Comments, _incident.Comments);

        _anomaly.AddComment("second", Given.Analyst, Given.Later);
        _incident.AddComment("second", Given.Analyst, Given.Later);

        ofAnomaly.Should().ContainSingle().And.BeEquivalentTo(_anomaly.Comments.Take(1));
        ofIncident.Should().ContainSingle().And.BeEquivalentTo(_incident.Comments.Take(1));
    }

    [Theory]
    [InlineData(999, 1, 1)]
    [InlineData(1, 90_000, 10_000)]
    [InlineData(0, 0, 100_000)]
    public void By_WhenItIsTheLastThatFits_IsTaken(int before, int length, int next) =>
        Comment.By(Given.Analyst, Text(next), Given.Start, Comments(before, length)).Content.Should().HaveLength(next);

    [Theory]
    [InlineData(1000, 1, 1, "comments", 1000)]
    [InlineData(1001, 1, 1, "comments", 1000)]
    [InlineData(1, 90_001, 10_000, "comments.content", 100_000)]
    [InlineData(10, 10_000, 1, "comments.content", 100_000)]
    [InlineData(0, 0, 100_001, "comments.content", 100_000)]
    public void By_WhenItIsMoreThanOneThingTakes_IsRefused(int before, int length, int next, string field, int max)
    {
        var refusal = FluentActions.Invoking(() => Comment.By(Given.Analyst, Text(next), Given.Start, Comments(before, length))).Should().ThrowExactly<CapacityReachedException>().Which;

        refusal.Key.Should().Be("error.capacity_reached");
        refusal.Args.Should().BeEquivalentTo(new Dictionary<string, object>(StringComparer.Ordinal) { ["field"] = field, ["max"] = max });
    }

    [Fact]
    public void AddComment_WhenWritten_KeepsItAndRecordsIt()
    {
        _anomaly.AddComment("Seen before 😀", Given.Analyst, Given.Later);
        _incident.AddComment("Seen before 😀", Given.Analyst, Given.Later);

        foreach (var comment in new[] { _anomaly.Comments.Should().ContainSingle().Which, _incident.Comments.Should().ContainSingle().Which })
        {
            comment.Should().BeEquivalentTo(new { AuthorId = "usr_analyst001", AuthorName = "Zhang San", Content = "Seen before 😀", CreatedAt = Given.Later });
        }

        _anomaly.ShouldHaveRecorded("commented", to: _anomaly.Comments[0].Id, note: "Seen before 😀");
        _incident.ShouldHaveRecorded("commented", to: _incident.Comments[0].Id, note: "Seen before 😀");
    }

    [Fact]
    public void AddComment_WhenTheSameIsWrittenTwice_KeepsBothInTheirOrder()
    {
        foreach (var author in new[] { Given.Analyst, Given.Detector })
        {
            _anomaly.AddComment("same", author, Given.Later);
            _incident.AddComment("same", author, Given.Later);
        }

        foreach (var comments in new[] { _anomaly.Comments, _incident.Comments })
        {
            comments.Select(c => c.AuthorId).Should().Equal("usr_analyst001", "svc_detector");
            comments.Select(c => c.Id).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void AddComment_WhenThereAreAsManyAsThereCanBe_IsRefusedAndChangesNothing()
    {
        for (var i = 0; i < 1000; i++)
        {
            _anomaly.AddComment("x", Given.Analyst, Given.Start);
            _incident.AddComment("x", Given.Analyst, Given.Start);
        }

        var (anomaly, incident) = (Given.StateOf(_anomaly), Given.StateOf(_incident));

        _anomaly.Invoking(a => a.AddComment("one more", Given.Analyst, Given.Later)).Should().ThrowExactly<CapacityReachedException>();
        _incident.Invoking(i => i.AddComment("one more", Given.Analyst, Given.Later)).Should().ThrowExactly<CapacityReachedException>();

        Given.StateOf(_anomaly).Should().Be(anomaly);
        Given.StateOf(_incident).Should().Be(incident);
    }

    private static string Text(int length) => new('x', length);

    private static IReadOnlyList<Comment> Comments(int count, int length) => [.. Enumerable.Repeat(Comment.By(Given.Analyst, Text(length), Given.Start, before: []), count)];
}
