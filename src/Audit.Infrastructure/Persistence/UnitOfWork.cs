using System.Data.Common;
using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Audit.Infrastructure.Persistence;

internal sealed class UnitOfWork(AuditDbContext db, IWriteGate gate, ICaller caller) : IUnitOfWork
{
    private const int MaxRetries = 5;

    public async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await RunOnceAsync(work, cancellationToken);
            }
            catch (Exception e) when (IsConflict(e))
            {
                if (retries == MaxRetries)
                {
                    throw new ConcurrentChangeException();
                }
            }
        }
    }

    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        var changed = db.ChangeTracker.Entries<IHistoried>().Where(e => e.Entity.NewHistory.Count > 0).ToList();
        foreach (var entry in changed)
        {
            SearchText.Refresh(db, entry.Entity);
            if (entry.State != EntityState.Added)
            {
                var version = entry.Property(e => e.Version);
                version.CurrentValue = version.OriginalValue + 1;
            }
        }

        foreach (var chain in changed.GroupBy(e => e.Entity.TenantId, StringComparer.Ordinal))
        {
            await SealAsync(chain.Key, chain.SelectMany(e => e.Entity.NewHistory), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var entry in changed)
        {
            entry.Entity.HistorySaved();
        }
    }

    private async Task<TResult> RunOnceAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        using var turn = await gate.EnterAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await using var transaction = await BeginAsync(cancellationToken);
        // first of all, so that on a server the tenant's writers queue here instead of overtaking each other's reads
        await db.LockChainEnd(caller.TenantId).LoadAsync(cancellationToken);
        var result = await work();
        // from here on the caller's leaving changes nothing: half a commit is none
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private async Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken)
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

    /// <summary>Puts the entries behind the end of the tenant's chain, which nobody else can move until this transaction ends.</summary>
    private async Task SealAsync(string tenantId, IEnumerable<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var row = db.ChangeTracker.Entries<ChainEndRow>().FirstOrDefault(e => e.Entity.TenantId == tenantId)?.Entity
            ?? await db.LockChainEnd(tenantId).SingleOrDefaultAsync(cancellationToken)
            ?? db.ChainEnds.Add(ChainEndRow.Start(tenantId)).Entity;
        var end = row.End;
        foreach (var entry in entries)
        {
            end = entry.Seal(end, caller.RequestId, caller.TraceId);
            db.History.Add(entry);
        }

        row.MoveTo(end);
    }

    /// <summary>Reads can be a deadlock's victim too, and EF Core wraps that one in an <see cref="InvalidOperationException"/>: the database's own error decides.</summary>
    private bool IsConflict(Exception exception) =>
        exception is DbUpdateConcurrencyException || (StoreFaults.DatabaseError(exception) is { } error && db.IsConflict(error));
}
