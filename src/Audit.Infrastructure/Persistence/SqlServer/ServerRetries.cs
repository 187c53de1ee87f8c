using System.Diagnostics;
using Audit.Infrastructure.Persistence.Writing;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.Persistence.SqlServer;

/// <summary>
/// Which errors a whole unit of work runs again after: those that EF Core knows to pass, however it wrapped them, and every lost connection,
/// whose number the driver leaves 0 on Linux. A deadlock's victim is no such case: it met a concurrent unit, and runs again without a pause.
/// </summary>
internal sealed class ServerRetries(DbContext db, TimeSpan patience) : SqlServerRetryingExecutionStrategy(db, IWriter.MaxRetries, s_longestPause, errorNumbersToAdd: null)
{
    /// <summary>As long as a caller waits for SQLite's writer.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private const int Deadlock = 1205;
    private const int TimedOut = -2;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();

    protected override bool ShouldRetryOn(Exception exception) => StoreFaults.DatabaseError(exception) switch
    {
        SqlException { Number: Deadlock } => false,
        SqlException error => SqlServerFaults.IsFatal(error) || base.ShouldRetryOn(error),
        _ => base.ShouldRetryOn(exception),
    };

    /// <summary>What timed out is not tried again, since the server has no time; but it may have been a commit, and that be there.</summary>
    protected override bool ShouldVerifySuccessOn(Exception exception) =>
        ShouldRetryOn(exception) || StoreFaults.DatabaseError(exception) is SqlException { Number: TimedOut };

    /// <summary>A server that is away may take long to say so each time.</summary>
    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        Stopwatch.GetElapsedTime(_start) < patience ? base.GetNextDelay(StoreFaults.DatabaseError(lastException) ?? lastException) : null;
}
