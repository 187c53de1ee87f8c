using System.Text;
using Audit.Domain.Anomalies;
using Audit.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence.Searching;

/// <summary>
/// The text that a search looks through, kept in a column of its own and folded by the application (NFKC, invariant lower case),
/// so that letters' case and width don't matter and both databases find the same.
/// </summary>
internal static class SearchText
{
    public const string Property = "SearchText";
    public const string Column = "search_text";
    private const char Separator = '\n';

    public static string Fold(string text) => text.Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>The terms of a search, folded; every one must be found.</summary>
    public static IReadOnlyList<string> Terms(string? search) =>
        search is null ? [] : [.. Fold(search).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Brings the column in step with what is about to be saved.</summary>
    public static void Refresh(DbContext db, object entity)
    {
        var text = entity switch
        {
            Incident i => Join(i.Title, i.Description, i.Assignee, i.Id),
            Anomaly a => Join(a.Type, a.Description, a.UserId, a.Id),
            _ => null,
        };
        if (text is not null)
        {
            db.Entry(entity).Property(Property).CurrentValue = text;
        }
    }

    private static string Join(params ReadOnlySpan<string?> parts) => Fold(string.Join(Separator, parts));
}
