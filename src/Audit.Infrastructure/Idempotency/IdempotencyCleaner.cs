using Audit.Application.Common;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Audit.Infrastructure.Idempotency;

/// <summary>Removes kept answers past their lifetime, every hour. Nothing depends on it but the size of the table.</summary>
internal sealed partial class IdempotencyCleaner(IServiceScopeFactory scopes, IWriter writer, TimeProvider clock, ILogger<IdempotencyCleaner> log) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        for (var cleaned = 0; ;)
        {
            var some = await CleanSomeAsync(cancellationToken);
            cleaned += some;
            if (some < AtOnce)
            {
                return cleaned;
            }
        }
    }

    /// <summary>A unit of work each time: those who write wait only for as long as some rows take.</summary>
    private async Task<int> CleanSomeAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.Now() - IIdempotencyStore.Lifetime;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        var cleaned = 0;
        await writer.RunAsync(new Unit(db, CleanAsync, IsStoredAsync: _ => Task.FromResult(false)), cancellationToken);
        return cleaned;

        async Task CleanAsync()
        {
            db.ChangeTracker.Clear();
            var expired = await db.IdempotencyKeys.Where(r => r.CreatedAt <= oldest).OrderBy(r => r.CreatedAt).Take(AtOnce).ToListAsync(cancellationToken);
            db.IdempotencyKeys.RemoveRange(expired);
            await db.SaveChangesAsync(cancellationToken);
            cleaned = expired.Count;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryCleanAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the service stops
        }
    }

    private async Task TryCleanAsync(CancellationToken stoppingToken)
    {
        try
        {
            await CleanAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CleaningFailed(log, e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Removing expired idempotency keys failed; it is tried again in an hour")]
    private static partial void CleaningFailed(ILogger logger, Exception exception);
}
