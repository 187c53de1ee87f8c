using System.Data.Common;

namespace Audit.Infrastructure.Persistence.Reading;

/// <summary>Reads by statements of our own, past EF Core: of a read by id, most of the time would be EF Core's and the preparing of its statement.</summary>
internal interface IReads
{
    Dialect Dialect { get; }

    /// <summary>Begins to read; disposing ends it.</summary>
    /// <param name="together">Whether the statements that follow are to see one moment. SQLite does that; on a server, which may be set up to wait for it, they see the moments they run in.</param>
    /// <param name="length">How much it may have to go through.</param>
    /// <param name="tenantId">Whose data is read.</param>
    /// <param name="cancellationToken">The caller left, or has waited long enough.</param>
    ValueTask<IReadSession> OpenAsync(bool together, ReadLength length, string tenantId, CancellationToken cancellationToken);
}

/// <summary>Statements that are read one after the other.</summary>
internal interface IReadSession : IAsyncDisposable
{
    /// <summary>Hands over every row of the answer, in its order.</summary>
    Task EachAsync(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken);
}

internal static class ReadSessions
{
    /// <summary>Every row of the answer, in its order.</summary>
    public static async Task<List<T>> ReadAsync<T>(this IReadSession session, Statement statement, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await session.EachAsync(statement, r => rows.Add(row(r)), cancellationToken);
        return rows;
    }
}
