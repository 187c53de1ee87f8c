using System.Text.Json.Serialization;
using Audit.Application.Common;

namespace Audit.Api.Requests;

/// <summary>An answer about one thing, which has a version.</summary>
public interface IRepresentation
{
    long Version { get; }
}

/// <summary>What every success has.</summary>
public abstract class Envelope(DateTimeOffset timestamp)
{
    /// <summary>0 on success.</summary>
    /// <example>0</example>
    [JsonPropertyOrder(-2)]
    public int Code { get; } = 0;

    /// <summary>Always the same on success.</summary>
    /// <example>success</example>
    [JsonPropertyOrder(-1)]
    public string Message { get; } = "success";

    /// <summary>When the answer was made; RFC 3339, UTC.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset Timestamp { get; } = timestamp;
}

/// <summary>An answer about one thing.</summary>
public sealed class DataResponse<T>(T data, long version, DateTimeOffset timestamp) : Envelope(timestamp), IRepresentation
{
    /// <summary>The thing.</summary>
    public T Data { get; } = data;

    [JsonIgnore]
    public long Version { get; } = version;
}

/// <summary>An answer that is worked out anew each time, and has no version.</summary>
public sealed class InfoResponse<T>(T data, DateTimeOffset timestamp) : Envelope(timestamp)
{
    /// <summary>The thing.</summary>
    public T Data { get; } = data;
}

/// <summary>It was done. The thing itself is not shown, only its version in the <c>ETag</c>.</summary>
public sealed class DoneResponse(long version, DateTimeOffset timestamp) : Envelope(timestamp), IRepresentation
{
    [JsonIgnore]
    public long Version { get; } = version;
}

/// <summary>A page of a list.</summary>
public sealed class ListResponse<T>(IReadOnlyList<T> items, PageInfo pagination, DateTimeOffset timestamp) : Envelope(timestamp)
{
    /// <summary>The part's members, in the list's order.</summary>
    public IReadOnlyList<T> Items { get; } = items;

    /// <summary>How many there are in all; the same number as in <c>pagination</c>.</summary>
    /// <example>1</example>
    public long Total { get; } = pagination.Total;

    /// <summary>Where the part stands in the list.</summary>
    public PageInfo Pagination { get; } = pagination;
}

public static class ListResponses
{
    public static ListResponse<T> ToResponse<T>(this ListPart<T> list, DateTimeOffset timestamp) =>
        new(list.Part.Items, PageInfo.Of(list.Part, list.Request, list.NextCursor), timestamp);
}

/// <summary>Where a part stands in its list.</summary>
public sealed class PageInfo
{
    /// <summary>The page's number, from 1; always 1 when walking by <c>cursor</c> or <c>from_sequence</c>.</summary>
    /// <example>1</example>
    public required int Page { get; init; }

    /// <summary>How many members a page has at the most.</summary>
    /// <example>20</example>
    public required int PageSize { get; init; }

    /// <summary>How many there are in all.</summary>
    /// <example>1</example>
    public required long Total { get; init; }

    /// <summary>How many pages they make.</summary>
    /// <example>1</example>
    public required long TotalPages { get; init; }

    /// <summary>Whether more follow.</summary>
    public required bool HasNext { get; init; }

    /// <summary>Whether others come before.</summary>
    public required bool HasPrev { get; init; }

    /// <summary>True when counting stopped at <c>total</c> and there are more; with <c>search</c> only.</summary>
    public bool? TotalIsLowerBound { get; init; }

    /// <summary>How to go on when walking by <c>cursor</c>; absent at the end of the walk, and where none was asked for.</summary>
    public string? NextCursor { get; init; }

    public static PageInfo Of<T>(Page<T> part, PageRequest request, string? nextCursor) => new()
    {
        Page = request.Walk ? 1 : request.Number,
        PageSize = request.Size,
        Total = part.Total,
        TotalPages = (part.Total + request.Size - 1) / request.Size,
        HasNext = part.HasNext,
        HasPrev = request.Walk ? request.After is not null : request.Number > 1,
        TotalIsLowerBound = part.TotalIsLowerBound ? true : null,
        NextCursor = nextCursor,
    };
}
