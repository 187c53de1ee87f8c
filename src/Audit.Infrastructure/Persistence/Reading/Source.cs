using Audit.Application.Common;
using Audit.Infrastructure.Persistence.Searching;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Where the rows of a list come from: the table of things, or, of a search, the full-text index.</summary>
internal sealed class Source
{
    /// <summary>Of fewer rows than this, each may be looked at.</summary>
    private const int Few = 2_000;

    /// <summary>A tenant that was changed less often has fewer things than that.</summary>
    private const int FewChanges = 2 * Few;

    private readonly string _table;
    private readonly Conditions _conditions;
    private readonly string? _match;
    private readonly IReadOnlyList<string> _terms;

    private Source(string table, Conditions conditions, string? match, IReadOnlyList<string> terms) =>
        (_table, _conditions, _match, _terms) = (table, conditions, match, terms);

    public string TenantId => _conditions.TenantId;

    /// <summary>Whether it is the index.</summary>
    public bool IsIndex => _match is not null;

    /// <summary>The key of a row.</summary>
    public string Key => IsIndexAlone ? $"-{_table}_search.rowid" : _table + ".seq";

    /// <summary>Whether the index alone knows the hits, without their rows.</summary>
    private bool IsIndexAlone => IsIndex && _terms.Count == 0 && _conditions.AreTermsOnly;

    /// <summary>The order of the index, which is that of creation where things came in it.</summary>
    public string OrderOf(SortOrder sort) => $" ORDER BY {_table}_search.rowid{(sort.IsDescending ? "" : " DESC")}";

    /// <summary>The table itself, whose indexes are SQL's own.</summary>
    public static Source TableOf<TDto>(ThingTable<TDto> table, Conditions conditions) => new(table.Name, conditions, match: null, conditions.Terms);

    /// <summary>The index, unless it can't answer, or other conditions leave so few things that it is quicker to look at the text of each.</summary>
    public static async Task<Source> ChooseAsync<TDto>(
        IReadSession session, ThingTable<TDto> table, Conditions conditions, SearchState state, Dialect dialect, CancellationToken cancellationToken)
    {
        var mostTokens = state.Changes < FewChanges ? Grams.MostInSmallTenant : Grams.MostOfATerm;
        if (state.HasUnindexed || state.TenantNumber is not { } number || IndexOf(table, conditions, number, mostTokens) is not { } index)
        {
            return TableOf(table, conditions);
        }

        if (conditions.AreTermsOnly || await IsFewAsync(new Source(table.Name, new Conditions(conditions.TenantId, dialect), index._match, [])))
        {
            return index;
        }

        return await IsFewAsync(new Source(table.Name, conditions, match: null, [])) ? TableOf(table, conditions) : index;

        async Task<bool> IsFewAsync(Source source) =>
            (await session.ReadAsync(source.Count(Few, order: null, dialect), row => row.GetInt64(0), cancellationToken))[0] < Few;
    }

    /// <summary>Counts the hits, to that bound. In the table they are looked for newest first, which is how the rows lie: they are read one page of the file after the other.</summary>
    public Statement Count(int bound, Dialect dialect) => Count(bound, IsIndex ? null : SortOrder.NewestFirst, dialect);

    /// <summary>As <c>FROM</c> and <c>WHERE</c>.</summary>
    public Statement AddTo(Statement statement, bool withRows = false)
    {
        if (!IsIndex)
        {
            return _conditions.AddTo(statement.Add(" FROM ").Add(_table).Add(" WHERE "), _terms);
        }

        var isJoined = withRows || !IsIndexAlone;
        statement.Add($" FROM {_table}_search").Add(isJoined ? $" CROSS JOIN {_table} ON {_table}.seq = -{_table}_search.rowid" : "");
        statement.Add($" WHERE {_table}_search MATCH ").AddValue(_match!);
        return isJoined ? _conditions.AddTo(statement.Add(" AND "), _terms) : statement;
    }

    /// <summary>And only those behind a place in the order of the index: from where its thing lies, if it is still there.</summary>
    public Statement AddBehind(Statement statement, CursorPosition place, bool isDescending) => statement
        .Add($" AND {_table}_search.rowid ").Add(isDescending ? ">" : "<")
        .Add($" COALESCE((SELECT -seq FROM {_table} WHERE tenant_id = ").AddValue(_conditions.TenantId).Add(" AND id = ").AddValue(new Ascii(place.Id))
        .Add("), ").AddValue(isDescending ? long.MinValue : long.MaxValue).Add(")")
        .AddBehind(place, isDescending, isIncluded: false);

    private Statement Count(int bound, SortOrder? order, Dialect dialect)
    {
        var statement = AddTo(new Statement().Add("SELECT CAST(COUNT(*) AS bigint) FROM (SELECT ").Add(dialect.Top(bound)).Add("1 AS hit"));
        return (order is { } by ? statement.AddOrder(by) : statement).Add(dialect.Limit(bound)).Add(") AS hits");
    }

    private static Source? IndexOf<TDto>(ThingTable<TDto> table, Conditions conditions, long tenant, int mostTokens)
    {
        var tokens = new List<string>();
        var unsure = new List<string>();
        foreach (var term in conditions.Terms)
        {
            tokens.AddRange(Grams.OfTerm(term, tenant, mostTokens, out var isWhole));
            if (!isWhole)
            {
                unsure.Add(term);
            }
        }

        return tokens.Count > 0 ? new Source(table.Name, conditions, Grams.Match(tokens), unsure) : null;
    }
}
