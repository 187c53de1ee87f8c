namespace Audit.Application.Common;

/// <summary>The one way to change the store.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Runs the work in one transaction and commits it; when this returns, the change is on disk with its history. A unit that
    /// meets a concurrent one is rolled back, forgets what it loaded and runs again on the new state, five times at the most.
    /// </summary>
    /// <exception cref="Audit.Domain.Common.ConcurrentChangeException">It met another one every time.</exception>
    Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Inside <see cref="RunAsync"/>: raises the version of what has changed, seals the new history into the tenant's chain
    /// and writes both. Nothing is visible to others before the commit.
    /// </summary>
    Task SaveAsync(CancellationToken cancellationToken);
}
