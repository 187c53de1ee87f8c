using System.Collections.Frozen;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Audit.Infrastructure.Persistence.SqlServer;

internal sealed class SqlServerFaults : StoreFaults
{
    /// <summary>From this severity on the server has closed the connection.</summary>
    private const byte Fatal = 20;

    /// <summary>
    /// All that is tried again, should it last: network, sign-in and time-outs; the database being away, recovering, full, read-only or busy;
    /// Azure SQL's throttling. And a schema that isn't migrated; a secondary that can't be read or is behind.
    /// </summary>
    private static readonly FrozenSet<int> s_numbers = new[]
    {
        -2, -1, 2, 20, 53, 64, 121, 207, 208, 233, 258, 601, 615, 617, 669, 701, 802, 921, 922, 923, 924, 927, 945, 976, 978, 979, 982, 983, 997,
        1105, 1203, 1204, 1205, 1219, 1221, 1222, 1807, 3906, 3935, 3947, 3960, 3961, 3966, 4060, 4221, 6005, 8628, 8645, 8651, 9001, 9002, 9515,
        10053, 10054, 10060, 10922, 10928, 10929, 10936, 14355, 17142, 17197, 18456, 20041, 40197, 40501, 40613, 42109, 49918, 49919, 49920,
    }.ToFrozenSet();

    /// <summary>The driver's own, which has no number: its pool has had no connection left for as long as it waits.</summary>
    public override bool IsUnavailable(Exception exception) =>
        base.IsUnavailable(exception) || exception is InvalidOperationException { Source: "Microsoft.Data.SqlClient" };

    /// <summary>Whether the connection is lost, whatever number the driver gave that.</summary>
    public static bool IsFatal(SqlException error) => error.Class >= Fatal;

    protected override bool IsUnavailable(DbException error) => error is SqlException sql && (IsFatal(sql) || s_numbers.Contains(sql.Number));
}
