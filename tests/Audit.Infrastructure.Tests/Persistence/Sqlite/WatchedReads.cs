using System.Data.Common;
using Audit.Infrastructure.Persistence.Reading;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>Reads that are told of before they happen.</summary>
internal sealed class WatchedReads(IReads reads, Func<Statement, Task> before) : IReads
{
    public Dialect Dialect => reads.Dialect;

    public async ValueTask<IReadSession> OpenAsync(bool together, ReadLength length, string tenantId, CancellationToken cancellationToken) =>
        new Session(await reads.OpenAsync(together, length, tenantId, cancellationToken), before);

    private sealed class Session(IReadSession session, Func<Statement, Task> before) : IReadSession
    {
        public async Task EachAsync(Statement statement, Action<DbDataReader> take, CancellationToken cancellationToken)
        {
            await before(statement);
            await session.EachAsync(statement, take, cancellationToken);
        }

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
