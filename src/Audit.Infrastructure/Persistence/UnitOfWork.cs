using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.History;
using Audit.Infrastructure.Persistence.Searching;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence;

internal sealed class UnitOfWork(AuditDbContext db, IWriter writer, ICaller caller) : IUnitOfWork
{
    private ChainEnd? _sealed;

    public async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        TResult result = default!;
        // of a unit that doesn't come to run, what the one before it sealed would be taken for its own
        _sealed = null;
        await writer.RunAsync(new Unit(db, RunOnceAsync, IsStoredAsync), cancellationToken);
        return result;

        async Task RunOnceAsync()
        {
            _sealed = null;
            db.ChangeTracker.Clear();
            // first of all, so that on a server the tenant's writers queue here instead of overtaking each other's reads
            await db.LockChainEndAsync(caller.TenantId, cancellationToken);
            result = await work();
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

    /// <summary>What a unit wrote is there when the last entry that it sealed is; one that sealed none can run again.</summary>
    private async Task<bool> IsStoredAsync(CancellationToken cancellationToken)
    {
        if (_sealed is not { } end)
        {
            return false;
        }

        // a commit that the server is still at would not be seen, but for waiting until it lets go of the chain
        await db.LockChainEndAsync(end.TenantId, cancellationToken);
        return await db.History.AnyAsync(e => e.TenantId == end.TenantId && e.Sequence == end.Sequence && e.Hash == end.Hash, cancellationToken);
    }

    /// <summary>Puts the entries behind the end of the tenant's chain, which nobody else can move until this transaction ends.</summary>
    private async Task SealAsync(string tenantId, IEnumerable<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        var row = db.ChangeTracker.Entries<ChainEndRow>().FirstOrDefault(e => e.Entity.TenantId == tenantId)?.Entity
            ?? await db.LockChainEndAsync(tenantId, cancellationToken)
            ?? db.ChainEnds.Add(ChainEndRow.Start(tenantId)).Entity;
        var end = row.End;
        foreach (var entry in entries)
        {
            end = entry.Seal(end, caller.RequestId, caller.TraceId);
            db.History.Add(entry);
        }

        row.MoveTo(end);
        _sealed = end;
    }
}
