using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Audit.Domain.Common;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Audit.Infrastructure.Persistence;

/// <summary>The comments of one thing as a JSON array beside it: they are always read with it, in their order, and there is an end to them.</summary>
internal sealed class CommentListConverter() : ValueConverter<IReadOnlyList<Comment>, string>(v => ToJson(v), v => FromJson(v))
{
    private const string Empty = "[]";

    private static string ToJson(IReadOnlyList<Comment> comments) => comments.Count == 0
        ? Empty
        : JsonSerializer.Serialize(
            comments.Select(c => new StoredComment(c.Id, c.AuthorId, c.AuthorName, c.Content, c.CreatedAt.ToUnixTimeMilliseconds())).ToArray(),
            StoredComments.Readable.StoredCommentArray);

    public static IReadOnlyList<Comment> FromJson(string json) => json == Empty
        ? []
        : [.. JsonSerializer.Deserialize(json, StoredComments.Readable.StoredCommentArray)!.Select(c =>
            Comment.Of(c.Id, c.AuthorId, c.AuthorName, c.Content, DateTimeOffset.FromUnixTimeMilliseconds(c.CreatedAt)))];
}

/// <summary>Comments are only ever added, so that as many are the same.</summary>
internal sealed class CommentListComparer() : ValueComparer<IReadOnlyList<Comment>>((a, b) => CountOf(a) == CountOf(b), v => v.Count, v => v)
{
    private static int CountOf(IReadOnlyList<Comment>? comments) => comments?.Count ?? 0;
}

/// <summary>A comment as it is stored; the time in milliseconds since 1970.</summary>
internal sealed record StoredComment(string Id, string AuthorId, string? AuthorName, string Content, long CreatedAt);

[JsonSerializable(typeof(StoredComment[]))]
internal sealed partial class StoredComments : JsonSerializerContext
{
    public static StoredComments Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
