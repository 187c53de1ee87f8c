using System.Collections.Frozen;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Audit.Infrastructure.Persistence.SqlServer;

internal sealed class SqlServerFaults : StoreFaults
{
    /// <summary>From this severity on the server has closed the connection.</summary>
    private const byte Fatal = 20;

    /// <summary>Network, sign-in and time-outs; a schema that isn't migrated; the database being away, full, read-only or busy; Azure SQL's throttling.</summary>
    private static readonly FrozenSet<int> s_numbers = new[]
    {
        -2, -1, 2, 20, 53, 64, 121, 207, 208, 233, 258, 701, 1105, 1204, 1222, 3906, 4060, 9002, 10053, 10054, 10060, 10928, 10929, 18456,
        40197, 40501, 40613, 49918, 49919, 49920,
    }.ToFrozenSet();

    protected override bool IsUnavailable(DbException error) => error is SqlException sql && (sql.Class >= Fatal || s_numbers.Contains(sql.Number));
}
