namespace Audit.Domain.Common;

/// <summary>What somebody wrote about an incident or an anomaly. It belongs to that one and is never changed.</summary>
public sealed class Comment
{
    /// <summary>How many comments one thing takes: every answer about it shows them all.</summary>
    public const int MaxOfOneThing = 1000;

    /// <summary>How many characters (UTF-16) they have together.</summary>
    public const int MaxCharactersOfOneThing = 100_000;

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

        return Of(Ids.New(Ids.Comment, now), author.Id, author.Name, content, now);
    }

    /// <summary>A comment as it was written once.</summary>
    public static Comment Of(string id, string authorId, string? authorName, string content, DateTimeOffset createdAt) =>
        new() { Id = id, AuthorId = authorId, AuthorName = authorName, Content = content, CreatedAt = createdAt };
}
