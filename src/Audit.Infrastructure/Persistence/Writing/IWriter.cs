using Audit.Domain.Common;

namespace Audit.Infrastructure.Persistence.Writing;

/// <summary>Runs units of work so that what each wrote is on disk, whole, when its task ends; one that fails has changed nothing.</summary>
internal interface IWriter
{
    /// <summary>Runs it; one that meets a concurrent one is rolled back and runs again, <see cref="MaxRetries"/> times at the most.</summary>
    /// <exception cref="ConcurrentChangeException">It met another one every time.</exception>
    /// <exception cref="StoreBusyException">Another process writes, and took too long.</exception>
    /// <exception cref="StoreOverloadedException">The units ahead took too long.</exception>
    /// <exception cref="CommitFailedException">What it wrote could not be kept.</exception>
    Task RunAsync(Unit unit, CancellationToken cancellationToken);

    public const int MaxRetries = 5;
}

/// <summary>What a writer runs in a transaction.</summary>
/// <param name="Db">What it reads and writes through; nothing that was loaded before is known to it.</param>
/// <param name="RunAsync">The work itself.</param>
/// <param name="IsStoredAsync">Whether its last run is in the store, asked where the answer to a commit was lost; a unit that may run twice says no.</param>
/// <param name="GoesAhead">Whether it needn't wait behind the others; for what is asked seldom and has to be known soon.</param>
internal sealed record Unit(AuditDbContext Db, Func<Task> RunAsync, Func<CancellationToken, Task<bool>> IsStoredAsync, bool GoesAhead = false);
