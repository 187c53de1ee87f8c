namespace Audit.Domain.Common;

/// <summary>What somebody wrote about an incident or an anomaly. It belongs to that one and is never changed.</summary>
public sealed class Comment
{
    /// <summary>How many comments one thing takes: every answer about it shows them all.</summary>
    public const int MaxOfOneThing = 1000;

    /// <summary>How many characters (UTF-16) they have together.</summary>
    public const int MaxCharactersOfOneThing = 250_000;

    private Comment()
    {
    }

    public string Id { get; private init; } = "";

    public string AuthorId { get; private init; } = "";

    public string? AuthorName { get; private init; }

    public string Content { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>One more comment on a thing that has those <paramref name="before"/> it.</summary>
    /// <exception cref="CapacityReachedException">It would be more than one thing takes.</exception>
    public static Comment By(Actor author, string content, DateTimeOffset now, IReadOnlyList<Comment> before)
    {
        if (before.Count >= MaxOfOneThing)
        {
            throw new CapacityReachedException("comments", MaxOfOneThing);
        }

        if (content.Length + before.Sum(c => c.Content.Length) > MaxCharactersOfOneThing)
        {
            throw new CapacityReachedException("comments.content", MaxCharactersOfOneThing);
        }

        // a millisecond apart at least: their times and ids alone tell the order they came in
        var at = before is [.., var last] && now <= last.CreatedAt ? last.CreatedAt.AddMilliseconds(1) : now;
        return new Comment
        {
            Id = Ids.New(Ids.Comment, at),
            AuthorId = author.Id,
            AuthorName = author.Name,
            Content = content,
            CreatedAt = at,
        };
    }
}
