using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Domain.Incidents;
using Audit.Infrastructure.Persistence.Searching;

namespace Audit.Infrastructure.Tests.Persistence;

/// <summary>A thing as searches are to see it, and what they are to answer, by looking at each.</summary>
internal sealed record SearchedThing(
    string TenantId, string Id, string Text, string Status, Severity Severity, string? Assignee, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SearchedThing Of(IHistoried aggregate) => aggregate switch
    {
        Incident i => new(i.TenantId, i.Id, Fold(i.Title, i.Description, i.Assignee, i.Id), WireName.Of(i.Status), i.Severity, i.Assignee, i.CreatedAt, i.UpdatedAt),
        Anomaly a => new(a.TenantId, a.Id, Fold(a.Type, a.Description, a.UserId, a.Id), WireName.Of(a.Status), a.Severity, a.Assignee, a.CreatedAt, a.UpdatedAt),
        _ => throw new NotSupportedException(aggregate.GetType().Name),
    };

    private static string Fold(params ReadOnlySpan<string?> fields) => SearchText.Fold(string.Join('\n', fields));
}

internal static class SearchedThings
{
    /// <summary>Those whose text has every term.</summary>
    public static IEnumerable<SearchedThing> With(this IEnumerable<SearchedThing> things, string search)
    {
        var terms = SearchText.Fold(search).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return things.Where(t => Array.TrueForAll(terms, term => t.Text.Contains(term, StringComparison.Ordinal)));
    }

    /// <summary>All that an order is made of: of equal severities the newest are first, of equal times the id decides.</summary>
    public static IReadOnlyList<SearchedThing> In(this IEnumerable<SearchedThing> things, string sort)
    {
        var order = SortOrder.Of(sort);
        var byTime = order.Key == SortKey.UpdatedAt
            ? things.OrderBy(t => t.UpdatedAt).ThenBy(t => t.Id, StringComparer.Ordinal).ToList()
            : things.OrderBy(t => t.CreatedAt).ThenBy(t => t.Id, StringComparer.Ordinal).ToList();
        if (order.IsDescending || order.Key == SortKey.Severity)
        {
            byTime.Reverse();
        }

        return order switch
        {
            { Key: not SortKey.Severity } => byTime,
            { IsDescending: true } => [.. byTime.OrderByDescending(t => t.Severity)],
            _ => [.. byTime.OrderBy(t => t.Severity)],
        };
    }
}
