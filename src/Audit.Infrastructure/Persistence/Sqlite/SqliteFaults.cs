using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Audit.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteFaults : StoreFaults
{
    protected override bool IsUnavailable(DbException error) => error is SqliteException sqlite && sqlite.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR
            or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB => true,
        // not migrated, or another file than before
        raw.SQLITE_ERROR => sqlite.Message.Contains("no such table", StringComparison.Ordinal) || sqlite.Message.Contains("no such column", StringComparison.Ordinal),
        _ => false,
    };
}
