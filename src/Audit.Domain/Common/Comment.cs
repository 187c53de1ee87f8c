namespace Audit.Domain.Common;

/// <summary>What somebody wrote about an incident or an anomaly. It belongs to that one and is never changed.</summary>
public sealed class Comment
{
    private Comment()
    {
    }

    public string Id { get; private init; } = "";

    public string AuthorId { get; private init; } = "";

    public string? AuthorName { get; private init; }

    public string Content { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public static Comment By(Actor author, string content, DateTimeOffset now) => new()
    {
        Id = Ids.New(Ids.Comment, now),
        AuthorId = author.Id,
        AuthorName = author.Name,
        Content = content,
        CreatedAt = now,
    };
}
