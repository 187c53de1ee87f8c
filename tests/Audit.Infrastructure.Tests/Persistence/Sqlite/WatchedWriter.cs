using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Sqlite;
using Audit.Infrastructure.Persistence.Writing;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Audit.Infrastructure.Tests.Persistence.Sqlite;

/// <summary>
/// A shared writer that tells its transactions apart. Whoever holds the turn on its file, as another process would, decides how many wait
/// before the first of them runs. Its units write into a table of their own.
/// </summary>
internal sealed class WatchedWriter : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly List<Session> _sessions = [];
    private readonly WriterTurns _otherProcess;

    private WatchedWriter(SqliteStore store, string connectionString, TimeSpan patience)
    {
        _store = store;
        _otherProcess = new WriterTurns(store.File, TimeSpan.FromMinutes(1));
        Writer = new SharedWriter(connectionString, Opened.File(store.File), new WriterTurns(store.File, patience));
    }

    public SharedWriter Writer { get; }

    /// <summary>The connection of the unit that ran last.</summary>
    public SqliteConnection? Connection { get; private set; }

    /// <summary>The number of the transaction that runs now.</summary>
    public int Transaction { get; private set; } = 1;

    /// <summary>Asked when a transaction is about to be committed; false refuses it.</summary>
    public Func<bool> MayCommit { get; set; } = () => true;

    public static async Task<WatchedWriter> OnAsync(SqliteStore store, TimeSpan? patience = null, string? options = null)
    {
        await RawSqlite.ExecuteAsync(store.File, "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, name TEXT UNIQUE); DELETE FROM notes;");
        return new WatchedWriter(store, $"Data Source={store.File};Default Timeout=5;{options}", patience ?? TimeSpan.FromMinutes(1));
    }

    /// <summary>No unit runs until this is disposed of.</summary>
    public async Task<IDisposable> HoldAsync() => (await _otherProcess.EnterAsync())!;

    /// <summary>Queues a unit with a context of its own.</summary>
    public Task RunAsync(Func<AuditDbContext, Task> work, CancellationToken cancellationToken = default, bool goesAhead = false)
    {
        var session = _store.Open("tnt");
        _sessions.Add(session);
        return RunAsync(session.Db, work, cancellationToken, goesAhead);
    }

    public Task RunAsync(AuditDbContext db, Func<AuditDbContext, Task> work, CancellationToken cancellationToken = default, bool goesAhead = false)
    {
        return Writer.RunAsync(new Unit(db, WatchAsync, IsStoredAsync: _ => Task.FromResult(false), goesAhead), cancellationToken);

        Task WatchAsync()
        {
            Watch((SqliteConnection)db.Database.GetDbConnection());
            return work(db);
        }
    }

    /// <summary>Queues them all before the first runs; anew if the machine paused for so long that they didn't share one transaction. The tasks have ended.</summary>
    public async Task<IReadOnlyList<Task>> RunTogetherAsync(params IReadOnlyList<Func<AuditDbContext, Task>> works)
    {
        for (var attempt = 1; ; attempt++)
        {
            await RawSqlite.ExecuteAsync(_store.File, "DELETE FROM notes");
            var transactions = new int[works.Count];
            var tasks = new List<Task>();
            using (await HoldAsync())
            {
                tasks.AddRange(works.Select((work, i) => RunAsync(db =>
                {
                    transactions[i] = Transaction;
                    return work(db);
                })));
            }

            await EndAsync(tasks);
            if (transactions.Distinct().Count() == 1 || attempt == 20)
            {
                transactions.Should().AllBeEquivalentTo(transactions[0], "those that wait share a transaction");
                return tasks;
            }
        }
    }

    /// <summary>Work that stores the name; a name that is there already is a conflict.</summary>
    public static Func<AuditDbContext, Task> Storing(string name) => db => db.Database.ExecuteSqlRawAsync("INSERT INTO notes (name) VALUES ({0})", name);

    /// <summary>Waits until they have ended, well or not.</summary>
    public static async Task EndAsync(params IEnumerable<Task> tasks) => await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>What is stored, in the order in which it was.</summary>
    public Task<IReadOnlyList<string>> StoredAsync() => RawSqlite.ReadAsync(_store.File, "SELECT name FROM notes ORDER BY id");

    public async ValueTask DisposeAsync()
    {
        Writer.Dispose();
        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }
    }

    private void Watch(SqliteConnection connection)
    {
        if (ReferenceEquals(connection, Connection))
        {
            return;
        }

        // what was left of the transaction went with the connection before
        Transaction += Connection is null ? 0 : 1;
        Connection = connection;
        raw.sqlite3_commit_hook(connection.Handle, _ => EndTransaction(), null);

        int EndTransaction()
        {
            var mayCommit = MayCommit();
            Transaction++;
            return mayCommit ? 0 : 1;
        }
    }
}
