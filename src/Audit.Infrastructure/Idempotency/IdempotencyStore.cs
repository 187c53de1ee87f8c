using Audit.Application.Common;
using Audit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Idempotency;

internal sealed class IdempotencyStore(AuditDbContext db) : IIdempotencyStore
{
    public async Task<KeptAnswer?> FindAsync(IdempotencyScope scope, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await db.IdempotencyKeys.SingleOrDefaultAsync(
            r => r.TenantId == scope.TenantId && r.ActorTenantId == scope.ActorTenantId && r.ActorId == scope.ActorId && r.Key == scope.Key,
            cancellationToken);
        if (row is null)
        {
            return null;
        }

        if (row.CreatedAt > now - IIdempotencyStore.Lifetime)
        {
            return new KeptAnswer(row.Fingerprint, row.Response);
        }

        db.IdempotencyKeys.Remove(row);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    public void Add(IdempotencyScope scope, KeptAnswer answer, DateTimeOffset now) =>
        db.IdempotencyKeys.Add(IdempotencyRow.Of(scope, answer, now));
}
