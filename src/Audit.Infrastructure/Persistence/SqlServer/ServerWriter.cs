using System.Data.Common;
using Audit.Domain.Common;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Audit.Infrastructure.Persistence.SqlServer;

/// <summary>
/// Runs each unit of work in a transaction of its own; the server orders them. Where the connection is lost or the server says that it has
/// just no time, the whole unit runs again, unless its commit turns out to have reached the store.
/// </summary>
internal sealed class ServerWriter(Func<DbContext, IExecutionStrategy> strategy) : IWriter
{
    public async Task RunAsync(Unit unit, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                await RunOnceAsync(unit, cancellationToken);
                return;
            }
            catch (Exception e) when (unit.Db.IsConflict(e))
            {
                if (retries == IWriter.MaxRetries)
                {
                    throw new ConcurrentChangeException();
                }
            }
        }
    }

    private Task RunOnceAsync(Unit unit, CancellationToken cancellationToken) => strategy(unit.Db).ExecuteAsync(
        unit,
        static async (_, unit, token) =>
        {
            await using var transaction = await BeginAsync(unit.Db, token);
            await unit.RunAsync();
            // from here on the caller's leaving changes nothing: half a commit is none
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        },
        static async (_, unit, _) => new ExecutionResult<bool>(await unit.IsStoredAsync(CancellationToken.None), result: true),
        cancellationToken);

    private static async Task<IDbContextTransaction> BeginAsync(AuditDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            return await db.Database.BeginTransactionAsync(cancellationToken);
        }
        catch (DbException)
        {
            // EF Core would leave the connection open, and the context goes back to the pool with it
            await db.Database.CloseConnectionAsync();
            throw;
        }
    }
}
