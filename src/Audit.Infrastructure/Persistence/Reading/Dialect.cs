using System.Data.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Where the two databases are told the same differently.</summary>
internal abstract class Dialect
{
    /// <summary>A join that goes through its left side in that side's order and looks up the right one.</summary>
    public abstract string LookUp { get; }

    /// <summary>A SQL list of the strings in the JSON array that stands there: any number of values, one statement.</summary>
    public abstract string ListFrom(string json);

    /// <summary>Behind <c>SELECT</c>: no more rows than that; together with <see cref="Limit"/>.</summary>
    public abstract string Top(int count);

    /// <summary>At the end: no more rows than that; together with <see cref="Top"/>.</summary>
    public abstract string Limit(int count);

    /// <summary>Leaves out the first rows of an ordered answer and ends it after so many more.</summary>
    public abstract Statement AddPart(Statement ordered, long offset, int count);

    /// <summary>And the text contains the folded term, whatever characters it has.</summary>
    public abstract Statement AddContains(Statement statement, string column, string term);

    /// <summary>
    /// What a search has to know, of the tenant that is the first value, in a row: its number in the full-text index, or null where it
    /// or the index isn't there; whether rows are still to be indexed; whether its things came in another order than that of their
    /// creation; and how many changes there were, as <see cref="Reading.SearchState.Changes"/> counts them.
    /// </summary>
    public abstract string SearchState(string table, string kind);

    /// <summary>Text that isn't null.</summary>
    public virtual string Text(DbDataReader row, int column) => row.GetString(column);

    public virtual string? OptionalText(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A number of 64 bits that isn't null.</summary>
    public virtual long Number(DbDataReader row, int column) => row.GetInt64(column);

    /// <summary>A time that isn't null.</summary>
    public abstract DateTimeOffset Time(DbDataReader row, int column);

    public DateTimeOffset? OptionalTime(DbDataReader row, int column) => row.IsDBNull(column) ? null : Time(row, column);
}
