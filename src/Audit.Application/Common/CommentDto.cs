using Audit.Domain.Common;

namespace Audit.Application.Common;

/// <summary>A comment of the investigation.</summary>
public sealed class CommentDto
{
    /// <summary><c>cmt_</c> and 26 lower-case Crockford base-32 characters of a UUIDv7.</summary>
    /// <example>cmt_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string Id { get; init; } = "";

    /// <summary>Who wrote it.</summary>
    /// <example>usr_analyst001</example>
    public string AuthorId { get; init; } = "";

    /// <summary>The author's name, if the token contains one.</summary>
    /// <example>Zhang San</example>
    public string? AuthorName { get; init; }

    /// <summary>1–10,000 characters.</summary>
    public string Content { get; init; } = "";

    /// <summary>When it was written; Unix seconds.</summary>
    /// <example>1713175800</example>
    public long CreatedAt { get; init; }

    public static IReadOnlyList<CommentDto> AllOf(IReadOnlyList<Comment> comments) => comments.Count == 0 ? [] : [.. comments.Select(Of)];

    private static CommentDto Of(Comment comment) => new()
    {
        Id = comment.Id,
        AuthorId = comment.AuthorId,
        AuthorName = comment.AuthorName,
        Content = comment.Content,
        CreatedAt = comment.CreatedAt.ToUnixTimeSeconds(),
    };
}
