using System.ComponentModel.DataAnnotations;
using Audit.Application.Common;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Requests;

/// <summary>What every list of things can be asked for in the query.</summary>
public abstract class ListRequest
{
    /// <summary>Any of these; several, separated by commas or repeated.</summary>
    [FromQuery(Name = "status")]
    public string[] Status { get; init; } = [];

    /// <summary>Any of these; several, separated by commas or repeated.</summary>
    [FromQuery(Name = "severity")]
    public string[] Severity { get; init; } = [];

    /// <summary>Any of these analysts; several, separated by commas or repeated. <c>me</c> is the caller, <c>none</c> nobody.</summary>
    [FromQuery(Name = "assignee")]
    public string[] Assignee { get; init; } = [];

    /// <summary>Made then or later: RFC 3339, or a date, which begins at 00:00 UTC.</summary>
    [FromQuery(Name = "created_from")]
    public string? CreatedFrom { get; init; }

    /// <summary>Made then or before: RFC 3339, or a date, with its whole day in UTC.</summary>
    [FromQuery(Name = "created_to")]
    public string? CreatedTo { get; init; }

    /// <summary>Last changed then or later: RFC 3339, or a date, which begins at 00:00 UTC.</summary>
    [FromQuery(Name = "updated_from")]
    public string? UpdatedFrom { get; init; }

    /// <summary>Last changed then or before: RFC 3339, or a date, with its whole day in UTC.</summary>
    [FromQuery(Name = "updated_to")]
    public string? UpdatedTo { get; init; }

    /// <summary>What to sort by; a minus in front turns the order round. Of equal severities the newest stands first; of equal times the id decides, in the same direction.</summary>
    [FromQuery(Name = "sort")]
    public string? Sort { get; init; }

    /// <summary>From 1. A page past the end is empty.</summary>
    [FromQuery(Name = "page")]
    [Range(1, int.MaxValue)]
    public int Page { get; init; } = 1;

    /// <summary>1–100.</summary>
    [FromQuery(Name = "page_size")]
    [Range(1, Limits.PageSize)]
    public int PageSize { get; init; } = Limits.DefaultPageSize;

    /// <summary>Walks the list instead of paging through it: empty to start, then each answer's <c>next_cursor</c>, with the same filters and sort. Walks by <c>created_at</c> only.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>The query with what every list can be asked for.</summary>
    protected TQuery Fill<TQuery>(TQuery query)
        where TQuery : ListQuery => (TQuery)((ListQuery)query with
        {
            Status = Status,
            Severity = Severity,
            Assignee = Assignee,
            CreatedFrom = CreatedFrom,
            CreatedTo = CreatedTo,
            UpdatedFrom = UpdatedFrom,
            UpdatedTo = UpdatedTo,
            Sort = Sort,
            Page = Page,
            PageSize = PageSize,
            Cursor = Cursor,
        });
}
