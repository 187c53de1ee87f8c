using Audit.Application.Common;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence;

internal sealed class StoreReadiness(AuditDbContext db) : IStoreReadiness
{
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await db.Database.CanConnectAsync(cancellationToken) && !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
        }
        catch (Exception e) when (StoreFaults.DatabaseError(e) is not null)
        {
            // it can be connected to and fail all the same: damaged, locked, or gone since
            return false;
        }
    }
}
