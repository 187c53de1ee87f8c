using System.Linq.Expressions;
using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence;

/// <summary>What the lists of incidents and anomalies share: both have these columns, by the same names.</summary>
internal static class Listing
{
    private const string TenantId = nameof(Incident.TenantId);
    private const string Id = nameof(Incident.Id);
    private const string Status = nameof(Incident.Status);
    private const string Severity = nameof(Incident.Severity);
    private const string SeverityRank = nameof(SeverityRank);
    private const string Assignee = nameof(Incident.Assignee);
    private const string CreatedAt = nameof(Incident.CreatedAt);
    private const string UpdatedAt = nameof(Incident.UpdatedAt);

    /// <summary>The tenant's things that meet the filter.</summary>
    public static IQueryable<T> Matching<T, TStatus>(this IQueryable<T> things, string tenantId, ListFilter<TStatus> filter)
        where T : class
    {
        things = things.Where(t => EF.Property<string>(t, TenantId) == tenantId);
        if (filter.Statuses.Count > 0)
        {
            things = things.Where(t => filter.Statuses.Contains(EF.Property<TStatus>(t, Status)));
        }

        if (filter.Severities.Count > 0)
        {
            things = things.Where(t => filter.Severities.Contains(EF.Property<Severity>(t, Severity)));
        }

        if (filter.Assignees.Count > 0)
        {
            things = things.Where(t => filter.Assignees.Contains(EF.Property<string?>(t, Assignee)));
        }

        foreach (var term in SearchText.Terms(filter.Search))
        {
            var pattern = SearchText.Contains(term);
            things = things.Where(t => EF.Functions.Like(EF.Property<string>(t, SearchText.Property), pattern, @"\"));
        }

        return things.Within(CreatedAt, filter.Created).Within(UpdatedAt, filter.Updated);
    }

    /// <summary>Those whose time of that name lies in the period.</summary>
    public static IQueryable<T> Within<T>(this IQueryable<T> things, string time, Period period)
        where T : class
    {
        if (period.From is { } from)
        {
            things = things.Where(t => EF.Property<DateTimeOffset>(t, time) >= from);
        }

        return period.Before is { } before ? things.Where(t => EF.Property<DateTimeOffset>(t, time) < before) : things;
    }

    /// <summary>The part that is asked for, counted exactly, or, of a search, as far as <see cref="Limits.CountedHits"/>.</summary>
    public static async Task<Page<TDto>> PageAsync<T, TDto>(
        this IQueryable<T> wanted, bool isSearch, PageRequest page, Expression<Func<T, TDto>> toDto, CancellationToken cancellationToken)
        where T : class
    {
        var counted = isSearch
            ? await wanted.Take(Limits.CountedHits + 1).LongCountAsync(cancellationToken)
            : await wanted.LongCountAsync(cancellationToken);
        var isBound = isSearch && counted > Limits.CountedHits;
        var items = await wanted.ItemsAsync(page, toDto, cancellationToken);
        var hasNext = items.Count > page.Size;
        return new Page<TDto>(hasNext ? items.GetRange(0, page.Size) : items, isBound ? Limits.CountedHits : counted, isBound, hasNext);
    }

    /// <summary>The part that is asked for, and one more where more follow.</summary>
    private static async Task<List<TDto>> ItemsAsync<T, TDto>(
        this IQueryable<T> wanted, PageRequest page, Expression<Func<T, TDto>> toDto, CancellationToken cancellationToken)
        where T : class
    {
        var offset = page.Walk ? 0 : (page.Number - 1L) * page.Size;
        return offset > int.MaxValue
            ? []
            : await wanted.After(page).Sorted(page.Sort).Skip((int)offset).Take(page.Size + 1).AsNoTracking().Select(toDto).ToListAsync(cancellationToken);
    }

    private static IQueryable<T> After<T>(this IQueryable<T> things, PageRequest page)
        where T : class
    {
        if (page.After is not { } after)
        {
            return things;
        }

        return page.Sort.IsDescending
            ? things.Where(t => EF.Property<DateTimeOffset>(t, CreatedAt) < after.CreatedAt
                || (EF.Property<DateTimeOffset>(t, CreatedAt) == after.CreatedAt && string.Compare(EF.Property<string>(t, Id), after.Id) < 0))
            : things.Where(t => EF.Property<DateTimeOffset>(t, CreatedAt) > after.CreatedAt
                || (EF.Property<DateTimeOffset>(t, CreatedAt) == after.CreatedAt && string.Compare(EF.Property<string>(t, Id), after.Id) > 0));
    }

    private static IQueryable<T> Sorted<T>(this IQueryable<T> things, SortOrder sort)
        where T : class => sort switch
        {
            { Key: SortKey.CreatedAt, IsDescending: true } => things.NewestFirst(CreatedAt),
            { Key: SortKey.CreatedAt } => things.OrderBy(t => EF.Property<DateTimeOffset>(t, CreatedAt)).ThenBy(t => EF.Property<string>(t, Id)),
            { Key: SortKey.UpdatedAt, IsDescending: true } => things.NewestFirst(UpdatedAt),
            { Key: SortKey.UpdatedAt } => things.OrderBy(t => EF.Property<DateTimeOffset>(t, UpdatedAt)).ThenBy(t => EF.Property<string>(t, Id)),
            { Key: SortKey.Severity, IsDescending: true } => things.OrderByDescending(t => EF.Property<int>(t, SeverityRank)).ThenNewestFirst(),
            { Key: SortKey.Severity } => things.OrderBy(t => EF.Property<int>(t, SeverityRank)).ThenNewestFirst(),
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        };

    private static IOrderedQueryable<T> NewestFirst<T>(this IQueryable<T> things, string time)
        where T : class =>
        things.OrderByDescending(t => EF.Property<DateTimeOffset>(t, time)).ThenByDescending(t => EF.Property<string>(t, Id));

    private static IOrderedQueryable<T> ThenNewestFirst<T>(this IOrderedQueryable<T> things)
        where T : class =>
        things.ThenByDescending(t => EF.Property<DateTimeOffset>(t, CreatedAt)).ThenByDescending(t => EF.Property<string>(t, Id));
}
