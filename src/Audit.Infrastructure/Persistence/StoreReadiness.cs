using Audit.Application.Common;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Persistence;

/// <summary>
/// Whether the store can be read and written. Only a write tells whether it can be written: it may be full, read-only, or held by somebody
/// else. It goes ahead of the writes that wait, as who is busy is not unready. And as anybody may ask, all who do while a try is under way
/// share it, and a good end of it holds for a second.
/// </summary>
internal sealed class StoreReadiness(IServiceScopeFactory scopes, IWriter writer, IStoreFaults faults, TimeProvider clock) : IStoreReadiness
{
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private Task<bool> _last = Task.FromResult(false);
    private long _lastedFrom;

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_last.IsCompleted && !(_last is { IsCompletedSuccessfully: true, Result: true } && clock.GetElapsedTime(_lastedFrom) < s_kept))
            {
                // whoever asked first may leave: the others want to know it too
                _last = Task.Run(TryAsync, CancellationToken.None);
            }

            return _last.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
            if ((await db.Database.GetPendingMigrationsAsync()).Any())
            {
                return false;
            }

            await writer.RunAsync(new Unit(db, db.TryWriteAsync, IsStoredAsync: _ => Task.FromResult(false), GoesAhead: true), CancellationToken.None);
            Volatile.Write(ref _lastedFrom, clock.GetTimestamp());
            return true;
        }
        catch (StoreOverloadedException)
        {
            return true;
        }
        catch (Exception e) when (faults.IsUnavailable(e) || StoreFaults.DatabaseError(e) is not null)
        {
            return false;
        }
    }
}
